package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** The bounds inside which foreign JSON is read, and the one factory that keeps them. */
final class StrictJson {

  static final int MAX_DEPTH = 64;

  /** Of one record. An event hub's event holds at most 1 MB. */
  static final int MAX_RECORD = 2 << 20;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(128)
                  .maxStringLength(MAX_RECORD)
                  .maxNameLength(1_024)
                  .maxTokenCount(10_000)
                  .build())
          .build();

  /** The same, but names that stand twice are for {@link Names} to find. */
  private static final JsonFactory WITHOUT_NAMES =
      FACTORY.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private StrictJson() {}

  /**
   * Reads a stretch of bytes, which must be UTF-8. Offsets count from {@code from}.
   *
   * @throws IOException when it begins as UTF-16 or UTF-32 would, which Jackson would accept
   */
  static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
    return parser(FACTORY, bytes, from, to);
  }

  /** Likewise, for a {@link RecordScan}. */
  static JsonParser scanned(byte[] bytes, int from, int to) throws IOException {
    return parser(WITHOUT_NAMES, bytes, from, to);
  }

  private static JsonParser parser(JsonFactory factory, byte[] bytes, int from, int to)
      throws IOException {
    for (int i = from; i < Math.min(from + 4, to); i++) {
      if (bytes[i] == 0) {
        throw new IOException("a byte 0 where JSON begins");
      }
    }
    return factory.createParser(bytes, from, to - from);
  }

  /** Why reading stopped. Jackson says so in words only where a key stands twice. */
  static RejectReason reason(JsonParser json, IOException stop) {
    return switch (stop) {
      case StreamConstraintsException _ when nested(json) > MAX_DEPTH - 1 -> RejectReason.TOO_DEEP;
      case StreamConstraintsException _ -> RejectReason.TOO_LARGE;
      case JsonEOFException _ -> RejectReason.TRUNCATED;
      case JsonParseException twice when twice.getOriginalMessage().startsWith("Duplicate") ->
          RejectReason.DUPLICATE_KEY;
      default -> RejectReason.NOT_JSON;
    };
  }

  private static int nested(JsonParser json) {
    return json.getParsingContext().getNestingDepth();
  }
}
