package dev.tunnelwatch.benchmarks.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A look from outside at what a JVM holds, as Linux and the JVM itself count it. */
final class Inspection {
  private static final double KIB_A_MIB = 1 << 10;
  private static final double BYTES_A_MIB = 1 << 20;

  private final long pid;
  private final Path process;
  private final Path state;

  /**
   * Of a process.
   *
   * @param state its directory
   */
  Inspection(long pid, Path state) {
    this.pid = pid;
    this.state = state;
    process = Path.of("/proc", Long.toString(pid));
  }

  /** At all that costs it nothing. */
  void look(Wear wear, double seconds) throws IOException {
    var status = Files.readAllLines(process.resolve("status"));
    wear.add(Held.MEMORY, seconds, number(status, "VmRSS:") / KIB_A_MIB);
    wear.add(Held.THREADS, seconds, (double) number(status, "Threads:"));
    try (var descriptors = Files.list(process.resolve("fd"))) {
      wear.add(Held.DESCRIPTORS, seconds, (double) descriptors.count());
    }
    wear.add(Held.STATE, seconds, stateBytes() / BYTES_A_MIB);
  }

  static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private double stateBytes() throws IOException {
    try (var files = Files.walk(state)) {
      return files.mapToLong(Inspection::size).sum();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return stateBytes(); // RocksDB has deleted a file meanwhile
      }
      throw e;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At its objects, which it collects for that. */
  void lookAtHeap(Wear wear, double seconds) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var asked =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines;
    try (var answer = asked.inputReader()) {
      lines = answer.lines().toList();
    }
    asked.waitFor();
    wear.add(Held.HEAP, seconds, liveBytes(lines) / BYTES_A_MIB);
  }

  /**
   * The last line of a histogram.
   *
   * @throws IllegalStateException where it is none
   */
  static double liveBytes(List<String> histogram) {
    var words = histogram.isEmpty() ? new String[0] : histogram.getLast().trim().split(" +");
    if (words.length != 3 || !words[0].equals("Total")) {
      throw new IllegalStateException(
          "histogram: expected a total, got "
              + String.join(" / ", histogram.stream().limit(3).toList()));
    }
    return Long.parseLong(words[2]);
  }
}
