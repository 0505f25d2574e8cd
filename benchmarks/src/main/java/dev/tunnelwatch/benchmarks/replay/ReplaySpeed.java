package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures {@code replay} beside one thread of {@code ObjectMapper.readTree}, taking turns over the
 * same files; and what a line of a loud gateway costs beside one of quiet ones.
 */
public final class ReplaySpeed {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a gateway with 100 000 lines an hour is compared by. */
  private static final Duration LOUD_SPAN = Duration.ofHours(4);

  private static final long LOUD_RECORDS = 400_000;
  private static final int QUIET_GATEWAYS = 400;

  /** Rounds that are not counted: in the first the compiler takes more than either. */
  private static final int WARM_UP = 3;

  private ReplaySpeed() {}

  /** Arguments: records, rounds, the directory of pages. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    var pages = Path.of(args[2]);
    var directory = Files.createTempDirectory("replay-speed");
    try {
      Measured.of("ReplaySpeed " + String.join(" ", args), pages)
          .write(
              PerformancePage.SPEED,
              Map.of("records", records),
              () -> speed(records, rounds, directory));
      Measured.of("ReplaySpeed " + String.join(" ", args), pages)
          .write(
              PerformancePage.LOUDNESS,
              Map.of("records", LOUD_RECORDS),
              () -> loudness(rounds, directory));
    } finally {
      LogFiles.delete(directory);
    }
    PerformancePage.write(pages);
  }

  private static List<JsonNode> speed(long records, int rounds, Path directory) throws Exception {
    var files =
        LogFiles.write(
            Fleet.ordinary(records, Measured.SEED),
            LogFiles.Layout.BODIES,
            directory.resolve("mix"));
    var found = new ArrayList<JsonNode>();
    for (int round = 1 - WARM_UP; round <= rounds; round++) {
      var tree = Timing.of(() -> Contenders.readTree(files));
      var replay = Timing.of(() -> Contenders.replay(files));
      if (round > 0) {
        found.add(JSON.createObjectNode().putPOJO("readTree", tree).putPOJO("replay", replay));
      }
    }
    return found;
  }

  private static List<JsonNode> loudness(int rounds, Path directory) throws Exception {
    var loud = files(1, directory);
    var quiet = files(QUIET_GATEWAYS, directory);
    var found = new ArrayList<JsonNode>();
    for (int round = 1 - WARM_UP; round <= rounds; round++) {
      var ofLoud = Timing.of(() -> Contenders.replay(loud));
      var ofQuiet = Timing.of(() -> Contenders.replay(quiet));
      if (round > 0) {
        found.add(JSON.createObjectNode().putPOJO("loud", ofLoud).putPOJO("quiet", ofQuiet));
      }
    }
    return found;
  }

  private static List<Path> files(int gateways, Path directory) throws Exception {
    return LogFiles.write(
        new Fleet(gateways, 4, LOUD_RECORDS, LOUD_SPAN, Measured.SEED),
        LogFiles.Layout.BODIES,
        directory.resolve("fleet-of-" + gateways));
  }
}
