package dev.tunnelwatch.benchmarks.proof;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Under which a figure was measured.
 *
 * @param commit with {@code -dirty} where the work tree was not clean
 * @param load the load average when it began: above the processors, others were at work, too
 */
public record Circumstances(String command, String commit, long seed, String machine, double load) {

  /** Those of now. */
  public static Circumstances now(String command, long seed) throws IOException {
    var commit = git("rev-parse", "--short=12", "HEAD");
    var dirty = git("status", "--porcelain").isEmpty() ? "" : "-dirty";
    var system = ManagementFactory.getOperatingSystemMXBean();
    var machine =
        "%d × %s, %s, Java %s"
            .formatted(
                system.getAvailableProcessors(), processor(), system.getName(), Runtime.version());
    return new Circumstances(
        command, commit + dirty, seed, machine, Math.max(0, system.getSystemLoadAverage()));
  }

  private static String processor() throws IOException {
    var info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseGet(() -> System.getProperty("os.arch"));
  }

  private static String git(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add("git");
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
