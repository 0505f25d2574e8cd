package dev.tunnelwatch.records;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.SourcePosition;

/** Values of the topic of positions. */
public final class PositionJson {

  private PositionJson() {}

  public static byte[] write(SourcePosition value) {
    return JsonWriter.bytes(
        json ->
            json.number("schema", 1)
                .text("source", value.source())
                .number("sequence", value.sequence())
                .text("enqueuedAt", value.enqueuedAt())
                .text("incarnation", value.incarnation()));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static SourcePosition read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new SourcePosition(
                in.value("source", SourceId::parse),
                in.number("sequence"),
                in.instant("enqueuedAt"),
                in.instant("incarnation")));
  }
}
