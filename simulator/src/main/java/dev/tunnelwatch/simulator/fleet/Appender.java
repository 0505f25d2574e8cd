package dev.tunnelwatch.simulator.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** Lines for many files below a directory, gathered and then added to their ends. */
final class Appender {

  private final Path dir;
  private final Map<String, StringBuilder> waiting = new TreeMap<>();

  Appender(Path dir) {
    this.dir = dir;
  }

  void line(String name, String line) {
    waiting.computeIfAbsent(name, _ -> new StringBuilder()).append(line).append('\n');
  }

  /** Writes what waits; files and directories come into being with their first line. */
  void flush() throws IOException {
    for (var file : waiting.entrySet()) {
      var path = dir.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(
          path, file.getValue(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    waiting.clear();
  }
}
