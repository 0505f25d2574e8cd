package dev.tunnelwatch.simulator.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** Labels in a file, one JSON per line. */
public final class Labels {

  private Labels() {}

  /**
   * Reads {@code labels.jsonl}; unknown fields are passed over.
   *
   * @throws IOException when the file cannot be read, or a line is no label; it names the line
   */
  public static List<Label> read(Path file) throws IOException {
    var labels = new ArrayList<Label>();
    int number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        try {
          labels.add(LabelJson.read(line));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
          throw new IOException(file + " line " + number + ": expected a label, got " + e, e);
        }
      }
    }
    return labels;
  }

  /** One line per label, in the order given. */
  public static String write(List<Label> labels) {
    var text = new StringBuilder();
    for (var label : labels) {
      text.append(LabelJson.write(label)).append('\n');
    }
    return text.toString();
  }
}
