package dev.tunnelwatch.records;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;

/** Values of the topic of sources. */
public final class CoverageJson {

  private CoverageJson() {}

  public static byte[] write(SourceCoverage value) {
    return JsonWriter.bytes(
        json ->
            json.number("schema", 1)
                .text("source", value.source())
                .text("readUpTo", value.readUpTo())
                .number("lastSequence", value.lastSequence())
                .text("incarnation", value.incarnation())
                .list(
                    "gaps",
                    value.gaps(),
                    (out, gap) ->
                        out.number("first", gap.first())
                            .number("last", gap.last())
                            .text("noticedAt", gap.noticedAt())));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static SourceCoverage read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new SourceCoverage(
                in.value("source", SourceId::parse),
                in.instant("readUpTo"),
                in.number("lastSequence"),
                in.instant("incarnation"),
                in.list(
                    "gaps",
                    gap ->
                        new SourceCoverage.Gap(
                            gap.number("first"), gap.number("last"), gap.instant("noticedAt")))));
  }
}
