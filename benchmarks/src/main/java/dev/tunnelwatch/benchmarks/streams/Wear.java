package dev.tunnelwatch.benchmarks.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a process holds of its machine as time goes by, as Linux counts it. */
final class Wear {
  private static final double SECONDS_AN_HOUR = 3_600;

  private final Path process;
  private final List<Look> looks = new ArrayList<>();

  /**
   * One look.
   *
   * @param seconds since the first
   * @param kib resident in memory
   */
  record Look(double seconds, long kib, long threads, long descriptors) {}

  Wear(long pid) {
    process = Path.of("/proc", Long.toString(pid));
  }

  Look look(double seconds) throws IOException {
    var status = Files.readAllLines(process.resolve("status"));
    try (var descriptors = Files.list(process.resolve("fd"))) {
      var look =
          new Look(
              seconds, number(status, "VmRSS:"), number(status, "Threads:"), descriptors.count());
      looks.add(look);
      return look;
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  /** Of the second half, when everything has been used once. */
  List<Look> settled() {
    return looks.subList(looks.size() / 2, looks.size());
  }

  /** The straight line nearest to the memory of the second half, MiB an hour. */
  double mibAnHour() {
    var settled = settled();
    double seconds = settled.stream().mapToDouble(Look::seconds).average().orElse(0);
    double kib = settled.stream().mapToLong(Look::kib).average().orElse(0);
    double both = 0;
    double square = 0;
    for (var look : settled) {
      both += (look.seconds() - seconds) * (look.kib() - kib);
      square += (look.seconds() - seconds) * (look.seconds() - seconds);
    }
    return both / square * SECONDS_AN_HOUR / 1024;
  }

  long least(ToLongFunction<Look> what) {
    return settled().stream().mapToLong(what).min().orElse(0);
  }

  long most(ToLongFunction<Look> what) {
    return settled().stream().mapToLong(what).max().orElse(0);
  }
}
