package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.Main;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Replays logs of several lengths of 10 000 gateways with 4 tunnels each in a JVM with 1 GiB of
 * heap, whose objects are collected every other second.
 */
public final class ReplayMemory {

  private static final int GATEWAYS = 10_000;
  private static final int TUNNELS = 4;
  private static final int HEAP_MIB = 1_024;
  private static final List<Integer> DAYS = List.of(1, 2, 4);
  private static final long LOOK_SECONDS = 2;

  // [1.234s][info][gc] GC(7) Pause Full (Diagnostic Command) 310M->95M(1024M) 66.1ms
  private static final Pattern COLLECTED = Pattern.compile("Pause Full .*->(\\d+)M\\(\\d+M\\)");

  private ReplayMemory() {}

  /** Arguments: records a day, the directory of pages. */
  public static void main(String[] args) throws Exception {
    long daily = Long.parseLong(args[0]);
    var pages = Path.of(args[1]);
    long records = DAYS.stream().mapToLong(days -> days * daily).sum();
    Measured.of("ReplayMemory " + String.join(" ", args), pages)
        .write(PerformancePage.MEMORY, Map.of("records", records), () -> measureAll(daily));
    PerformancePage.write(pages);
  }

  private static List<JsonNode> measureAll(long daily) throws Exception {
    var found = new ArrayList<JsonNode>();
    for (int days : DAYS) {
      found.add(measure(days, days * daily));
      System.out.println(found.getLast());
    }
    return found;
  }

  private static JsonNode measure(int days, long records) throws Exception {
    var directory = Files.createTempDirectory("replay-memory");
    try {
      var fleet = new Fleet(GATEWAYS, TUNNELS, records, Duration.ofDays(days), Measured.SEED);
      var files = LogFiles.write(fleet, LogFiles.Layout.BODIES, directory.resolve("logs"));
      var collections = directory.resolve("gc.log");
      int code = replay(files, collections, directory.resolve("incidents.jsonl"));
      return new ObjectMapper()
          .createObjectNode()
          .put("gateways", GATEWAYS)
          .put("tunnels", GATEWAYS * TUNNELS)
          .put("days", days)
          .put("records", records)
          .put("heapMiB", HEAP_MIB)
          .put("exitCode", code)
          .put("mostMiBAfterACollection", mostLeft(collections));
    } finally {
      LogFiles.delete(directory);
    }
  }

  private static int replay(List<Path> files, Path collections, Path incidents) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseParallelGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + collections,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "replay",
                "--out",
                incidents.toString()));
    files.forEach(file -> words.add(file.toString()));
    var process = new ProcessBuilder(words).inheritIO().start();
    while (!process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS)) {
      collect(process.pid());
    }
    return process.exitValue();
  }

  /** It may have ended meanwhile. */
  private static void collect(long pid) throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static long mostLeft(Path collections) throws IOException {
    return Files.readAllLines(collections).stream()
        .flatMap(line -> COLLECTED.matcher(line).results())
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElseThrow(() -> new IllegalStateException("nothing was collected"));
  }
}
