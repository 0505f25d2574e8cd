package dev.tunnelwatch.benchmarks.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a process has said since something began. */
record Said(List<String> lines) {
  /** The system's words, and the product's for the same. */
  private static final Pattern NO_SPACE =
      Pattern.compile("no space left on device|the disk is full", Pattern.CASE_INSENSITIVE);

  private static final Pattern WHY = Pattern.compile("ended: |cannot start: | ERROR ");

  Said {
    lines = List.copyOf(lines);
  }

  /**
   * Of a log.
   *
   * @param before how many bytes it had when that began
   */
  static Said since(Path log, long before) {
    try {
      var all = Files.readAllBytes(log);
      int from = (int) Math.min(before, all.length);
      return new Said(
          new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How often it met a disk without room. */
  long noSpace() {
    return lines.stream().filter(line -> NO_SPACE.matcher(line).find()).count();
  }

  /** Whether it says that something is wrong. */
  boolean isLoud() {
    return lines.stream().anyMatch(line -> WHY.matcher(line).find());
  }
}
