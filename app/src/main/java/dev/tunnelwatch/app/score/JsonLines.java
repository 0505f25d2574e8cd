package dev.tunnelwatch.app.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.tunnelwatch.app.replay.ArchiveLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One JSON object per line. */
final class JsonLines {

  private static final ObjectReader JSON =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLines() {}

  /**
   * Reads a file, compressed or not; blank lines are passed over.
   *
   * @throws IOException when it cannot be read, or a line is not of the form; names file and line
   */
  static <T> List<T> read(Path file, Function<Fields, T> form) throws IOException {
    var found = new ArrayList<T>();
    for (var line : ArchiveLines.of(file)) {
      found.add(read(file.toString(), line.number(), line.text(), form));
    }
    return found;
  }

  /** Likewise of lines that are in no file; {@code name} stands for it. */
  static <T> List<T> read(String name, List<String> lines, Function<Fields, T> form)
      throws IOException {
    var found = new ArrayList<T>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        found.add(read(name, i + 1, lines.get(i), form));
      }
    }
    return found;
  }

  private static <T> T read(String name, long number, String line, Function<Fields, T> form)
      throws IOException {
    try {
      return form.apply(new Fields(object(line)));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s line %d: %s".formatted(name, number, e.getMessage()), e);
    }
  }

  private static JsonNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
      throw new IllegalArgumentException(
          "expected a JSON object, got " + node.getNodeType().name().toLowerCase(Locale.ROOT));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a JSON object, got what is not JSON");
    }
  }
}
