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
import java.util.regex.Pattern;

/** Replays 10 000 gateways with 4 tunnels each in a JVM with 1 GiB of heap. */
public final class ReplayMemory {

  private static final int GATEWAYS = 10_000;
  private static final int TUNNELS = 4;
  private static final int HEAP_MIB = 1_024;

  // [1.234s][info][gc] GC(7) Pause Young (Allocation Failure) 310M->95M(1024M) 6.1ms
  private static final Pattern COLLECTED = Pattern.compile("->(\\d+)M\\(\\d+M\\)");

  private ReplayMemory() {}

  /** Arguments: records, the directory of pages. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    var pages = Path.of(args[1]);
    Measured.of("ReplayMemory " + String.join(" ", args), pages)
        .write(PerformancePage.MEMORY, Map.of("records", records), () -> List.of(measure(records)));
    PerformancePage.write(pages);
  }

  private static JsonNode measure(long records) throws Exception {
    var directory = Files.createTempDirectory("replay-memory");
    try {
      var fleet = new Fleet(GATEWAYS, TUNNELS, records, Duration.ofHours(24), Measured.SEED);
      var files = LogFiles.write(fleet, LogFiles.Layout.BODIES, directory.resolve("logs"));
      var collections = directory.resolve("gc.log");
      int code = replay(files, collections, directory.resolve("incidents.jsonl"));
      return new ObjectMapper()
          .createObjectNode()
          .put("gateways", GATEWAYS)
          .put("tunnels", GATEWAYS * TUNNELS)
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
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  private static long mostLeft(Path collections) throws IOException {
    return Files.readAllLines(collections).stream()
        .flatMap(line -> COLLECTED.matcher(line).results())
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElse(0);
  }
}
