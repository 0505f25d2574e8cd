package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link ReadingBenchmark}, and one record with a hostile message of a megabyte. */
public final class ReadingSpeed {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of what the profiler counts. */
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private static final int MEGABYTE = 1_000_000;
  private static final int TRIES = 20;

  /** What patterns, addresses and words stumble over. */
  private static final List<String> HOSTILE =
      List.of("::1 ", "[", "Remote a", "Policy1:Cipher=", "user=a ", "dpd ", "0x1 ", "\\\\u00e9");

  private ReadingSpeed() {}

  /** Argument: the directory of pages. */
  public static void main(String[] args) throws Exception {
    var pages = Path.of(args[0]);
    var command = "ReadingSpeed " + String.join(" ", args);
    var counts = Map.of("records", (long) ReadingBenchmark.RECORDS);
    Measured.of(command, pages).write(PerformancePage.READING, counts, ReadingSpeed::reading);
    Measured.of(command, pages)
        .write(PerformancePage.HOSTILE, Map.of("records", 1L), ReadingSpeed::hostile);
    PerformancePage.write(pages);
  }

  private static List<JsonNode> reading() throws Exception {
    var options =
        new OptionsBuilder()
            .include(ReadingBenchmark.class.getName())
            .addProfiler(GCProfiler.class)
            .build();
    return new Runner(options).run().stream().map(ReadingSpeed::result).toList();
  }

  private static JsonNode result(RunResult run) {
    var name = run.getParams().getBenchmark();
    return JSON.createObjectNode()
        .put("mix", run.getParams().getParam("mix"))
        .put("contender", name.substring(name.lastIndexOf('.') + 1))
        .put("nanosPerRecord", run.getPrimaryResult().getScore())
        .put("bytesPerRecord", allocated(run));
  }

  private static double allocated(RunResult run) {
    return Objects.requireNonNull(run.getSecondaryResults().get(ALLOCATED), ALLOCATED).getScore();
  }

  private static List<JsonNode> hostile() {
    var found = new ArrayList<JsonNode>();
    for (var part : HOSTILE) {
      for (var category : List.of("IKE", "Route", "P2S")) {
        found.add(hostile(category, part));
      }
    }
    return found;
  }

  private static JsonNode hostile(String category, String part) {
    var operation =
        switch (category) {
          case "IKE" -> "IKELogEvent";
          case "Route" -> "BgpRouteUpdate";
          default -> "P2SLogEvent";
        };
    var record =
        ("{\"time\":\"2026-03-01T10:02:11Z\",\"resourceId\":\""
                + Fleet.ordinary(1, Measured.SEED).resourceId(1)
                + "\",\"category\":\"%sDiagnosticLog\",\"operationName\":\"%s\",\"properties\":{\"message\":\""
                    .formatted(category, operation)
                + part.repeat(MEGABYTE / part.length())
                + "\"}}")
            .getBytes(StandardCharsets.UTF_8);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var reader = new RecordReader(Pseudonyms.redacted());
    double least = Double.MAX_VALUE;
    long allocated = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      long started = threads.getCurrentThreadCpuTime();
      var _ = reader.read(record, new Origin("hub/0/1#0", Optional.empty()));
      least = Math.min(least, (threads.getCurrentThreadCpuTime() - started) / 1e6);
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return JSON.createObjectNode()
        .put("category", category)
        .put("part", part)
        .put("millis", least)
        .put("timesItsSize", (double) allocated / record.length);
  }
}
