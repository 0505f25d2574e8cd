package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Deaths;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that ingests until it is killed, or until it has made a step as often as it was told.
 *
 * <p>Arguments: Kafka's servers, the hub, the instance id, the group. The hub's connection string
 * is in the environment. On standard input it is told {@code arm STEP TIMES MILLIS}: to halt that
 * long after having passed the step so many times; {@code leave}: to leave in order. It halts when
 * standard input ends, hence with its parent. On standard output it says {@code ready} whenever it
 * reads and its hub answers, and {@code halting} before it halts at a step.
 */
final class MortalIngest {
  static final String CONNECTION = "TW_PROOF_HUB";
  private static final long LOOK_MILLIS = 50;

  private MortalIngest() {}

  public static void main(String[] args) throws Exception {
    var watched = new Watched();
    var connection = new Secret(System.getenv(CONNECTION));
    var sources = List.of(HubSource.of(connection, args[1]));
    var kafka = Map.<String, Object>of("bootstrap.servers", args[0]);
    var usual = IngestConfig.of(sources, kafka, Topics.DEFAULT, args[2]);
    var config =
        new IngestConfig(
            sources,
            kafka,
            Topics.DEFAULT,
            args[2],
            args[3],
            usual.transactionalPrefix(),
            new CanaryWay.Off(), // the oracle owns every number there is
            Tuning.DEFAULT);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      var ingest = Ingest.start(config, InstantSource.system(), new SimpleMeterRegistry(), watched);
      Thread.ofPlatform().daemon().name("ready").start(() -> tell(ingest, watched));
      obey(input, watched.deaths);
      ingest.close();
      Runtime.getRuntime().exit(0);
    } catch (IllegalStateException e) {
      System.out.println("cannot start: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private static void obey(BufferedReader input, Deaths deaths) throws IOException {
    for (var line = input.readLine(); !"leave".equals(line); line = input.readLine()) {
      if (line == null) {
        Runtime.getRuntime().halt(3);
        return;
      }
      deaths.arm(line);
    }
  }

  private static void tell(Ingest ingest, Watched watched) {
    try {
      boolean was = false;
      while (ingest.ended().isEmpty()) {
        boolean now = ingest.healthy() && watched.claimed;
        if (now != was) {
          System.out.println(
              now ? "ready" : "not ready: " + ingest.problem().orElse("nothing claimed"));
        }
        was = now;
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      System.out.println("ended: " + ingest.ended().orElse("?"));
      Runtime.getRuntime().halt(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Dies where it is told to, and knows whether slots are claimed. */
  private static final class Watched implements Steps {
    private final Deaths deaths = new Deaths();
    private volatile boolean claimed;

    @Override
    public void passed(Step step) {
      claimed = step == Step.CLAIMED || (claimed && step != Step.LEAVING);
      deaths.passed(step);
    }
  }
}
