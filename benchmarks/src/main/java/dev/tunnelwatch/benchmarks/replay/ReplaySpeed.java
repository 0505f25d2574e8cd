package dev.tunnelwatch.benchmarks.replay;

import dev.tunnelwatch.benchmarks.proof.Circumstances;
import dev.tunnelwatch.benchmarks.proof.ProofFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures {@code replay} beside one thread of {@code ObjectMapper.readTree}, taking turns over the
 * same files; and what a line of a loud gateway costs beside one of quiet ones.
 */
public final class ReplaySpeed {

  private static final long SEED = 7;

  /** What a gateway with 100 000 lines an hour is compared by. */
  private static final Duration LOUD_SPAN = Duration.ofHours(4);

  private static final long LOUD_RECORDS = 400_000;

  private ReplaySpeed() {}

  /** Arguments: records, rounds, result file. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    var command = "ReplaySpeed " + String.join(" ", args);
    var circumstances = Circumstances.now(command, SEED);
    long started = System.nanoTime();
    var figures = measure(records, rounds);
    ProofFile.write(
        Path.of(args[2]), circumstances, figures, Timing.thousandths(System.nanoTime() - started));
    System.out.println(Files.readString(Path.of(args[2])));
  }

  static Map<String, Object> measure(long records, int rounds) throws Exception {
    var directory = Files.createTempDirectory("replay-speed");
    try {
      var figures = new LinkedHashMap<String, Object>();
      compare(
          LogFiles.write(
              Fleet.ordinary(records, SEED), LogFiles.Layout.BODIES, directory.resolve("mix")),
          rounds,
          figures);
      figures.put("records", records);
      loudness(directory, figures);
      return figures;
    } finally {
      delete(directory);
    }
  }

  private static void compare(List<Path> files, int rounds, Map<String, Object> figures)
      throws Exception {
    long bytes = 0;
    for (var file : files) {
      bytes += Files.size(file);
    }
    var trees = new ArrayList<Timing>();
    var replays = new ArrayList<Timing>();
    for (int round = 0; round <= rounds; round++) { // the first warms up
      var tree = Timing.of(() -> Contenders.readTree(files));
      var replay = Timing.of(() -> Contenders.replay(files));
      if (round > 0) {
        trees.add(tree);
        replays.add(replay);
      }
    }
    figures.put("bytes", bytes);
    figures.put("readTreeSeconds", trees.stream().map(Timing::seconds).toList());
    figures.put("replaySeconds", replays.stream().map(Timing::seconds).toList());
    figures.put("readTreeProcessorSeconds", trees.stream().map(Timing::processorSeconds).toList());
    figures.put("replayProcessorSeconds", replays.stream().map(Timing::processorSeconds).toList());
    figures.put("timesAsFast", ratio(median(trees, false), median(replays, false)));
    figures.put("timesAsFastPerProcessor", ratio(median(trees, true), median(replays, true)));
  }

  private static void loudness(Path directory, Map<String, Object> figures) throws Exception {
    var loud = processorSeconds(new Fleet(1, 4, LOUD_RECORDS, LOUD_SPAN, SEED), directory);
    var quiet = processorSeconds(new Fleet(400, 4, LOUD_RECORDS, LOUD_SPAN, SEED), directory);
    figures.put("loudLinesPerHour", LOUD_RECORDS / LOUD_SPAN.toHours());
    figures.put("loudToQuietCostPerLine", ratio(loud, quiet));
  }

  private static double processorSeconds(Fleet fleet, Path directory) throws Exception {
    var files =
        LogFiles.write(
            fleet, LogFiles.Layout.BODIES, directory.resolve("fleet-of-" + fleet.gateways()));
    Contenders.replay(files);
    return Timing.of(() -> Contenders.replay(files)).processorSeconds();
  }

  private static double median(List<Timing> timings, boolean processor) {
    return timings.stream()
        .map(timing -> processor ? timing.processorSeconds() : timing.seconds())
        .sorted()
        .toList()
        .get(timings.size() / 2);
  }

  private static double ratio(double one, double other) {
    return Math.round(100 * one / other) / 100.0;
  }

  private static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
