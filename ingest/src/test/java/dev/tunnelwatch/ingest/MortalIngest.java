package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
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
    var deaths = new Deaths();
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
      var ingest = Ingest.start(config, InstantSource.system(), new SimpleMeterRegistry(), deaths);
      Thread.ofPlatform().daemon().name("ready").start(() -> tell(ingest, deaths));
      obey(input, deaths);
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

  private static void tell(Ingest ingest, Deaths deaths) {
    try {
      boolean was = false;
      while (ingest.ended().isEmpty()) {
        boolean now = ingest.healthy() && deaths.claimed;
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

  /** At which step, and after passing it how many times, this process dies. */
  private static final class Deaths implements Steps {
    private record Death(Step at, int times, long millis) {}

    private volatile Death due = new Death(Step.ASSIGNED, 0, 0);
    private volatile boolean claimed;
    private int passed;

    synchronized void arm(String line) {
      var words = line.split(" ", -1);
      if (words.length == 4 && words[0].equals("arm")) {
        passed = 0;
        due =
            new Death(Step.valueOf(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
      }
    }

    @Override
    public void passed(Step step) {
      claimed = step == Step.CLAIMED || (claimed && step != Step.LEAVING);
      var death = due;
      if (death.times() > 0 && death.at() == step && count() == death.times()) {
        System.out.println("halting " + step);
        System.out.flush();
        if (death.millis() == 0) {
          Runtime.getRuntime().halt(137);
        }
        Thread.ofPlatform().daemon().start(() -> haltIn(death.millis()));
      }
    }

    private synchronized int count() {
      return ++passed;
    }

    private static void haltIn(long millis) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Runtime.getRuntime().halt(137);
    }
  }
}
