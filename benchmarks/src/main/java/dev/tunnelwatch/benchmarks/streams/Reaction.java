package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process did while its machine did not do what machines do. */
enum Reaction {
  /** It went on, and said so; what it told is judged with all the rest. */
  WORKED,
  /** It lived, and did not say that it works. */
  NOT_READY,
  /** It ended, and its log says why. */
  ENDED_LOUDLY,
  /** It ended, and nobody knows why. */
  ENDED_SILENTLY;

  private static final List<String> WORDS = List.of("ended: ", "cannot start: ", " ERROR ");

  /**
   * Of a process as it is now.
   *
   * @param log what it said
   * @param before how long its log was when that began
   */
  static Reaction of(Child process, Path log, long before) {
    if (process.alive()) {
      return process.ready() ? WORKED : NOT_READY;
    }
    return said(log, before).lines().anyMatch(line -> WORDS.stream().anyMatch(line::contains))
        ? ENDED_LOUDLY
        : ENDED_SILENTLY;
  }

  private static String said(Path log, long before) {
    try {
      var all = Files.readAllBytes(log);
      int from = (int) Math.min(before, all.length);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
