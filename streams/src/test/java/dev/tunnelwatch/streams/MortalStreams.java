package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Pseudonyms;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process that correlates until it is killed.
 *
 * <p>Arguments: Kafka's servers, the state directory, the instance id, standby replicas, how many
 * seconds its watchdog bears a late thread, and the milliseconds between commits. On standard input
 * it is told {@code hang}: its stream threads stop for ever at their next look at the clock; {@code
 * leave}: to end in order. It halts when standard input ends, hence with its parent. On standard
 * output it says {@code ready} whenever it works, what its watchdog sees, and the time of day as
 * its own clock has it.
 */
final class MortalStreams {
  private static final int THREADS = 2;
  private static final long LOOK_MILLIS = 100;
  private static final int LOOKS_BETWEEN_VITALS = 10;

  private MortalStreams() {}

  public static void main(String[] args) throws Exception {
    tellTime();
    var clock = new StoppableClock();
    int patience = Integer.parseInt(args[4]);
    var config =
        new CorrelatorConfig(
            Map.of("bootstrap.servers", args[0]),
            Topics.DEFAULT,
            Pseudonyms.redacted(),
            Path.of(args[1]),
            args[2],
            THREADS,
            Integer.parseInt(args[3]));
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      var correlator =
          Correlator.start(
              config,
              clock,
              new SimpleMeterRegistry(),
              new Watchdog(patience, 2 * patience),
              Duration.ofMillis(Long.parseLong(args[5])));
      Thread.ofPlatform().daemon().name("ready").start(() -> tell(correlator));
      obey(input, clock);
      long began = System.nanoTime();
      correlator.close();
      System.out.println("left in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      Runtime.getRuntime().exit(0);
    } catch (IllegalStateException e) {
      System.out.println("cannot start: " + e.getMessage());
      Runtime.getRuntime().halt(1);
    }
  }

  private static void obey(BufferedReader input, StoppableClock clock) throws IOException {
    for (var line = input.readLine(); !"leave".equals(line); line = input.readLine()) {
      if (line == null) {
        Runtime.getRuntime().halt(3);
        return;
      }
      clock.stopped |= line.equals("hang");
    }
  }

  private static void tellTime() {
    System.out.println("clock " + Instant.now());
  }

  private static void tell(Correlator correlator) {
    try {
      boolean was = false;
      for (int looks = 0; correlator.ended().isEmpty(); looks++) {
        boolean now = correlator.state() == Correlator.State.RUNNING;
        if (now != was) {
          System.out.println(now ? "ready" : "not ready: " + correlator.state());
        }
        if (looks % LOOKS_BETWEEN_VITALS == 0) {
          var vitals = correlator.vitals();
          double commits = vitals.commits().values().stream().mapToDouble(c -> c).sum();
          System.out.printf("commits %.0f working %s%n", commits, vitals.working());
          tellTime();
        }
        was = now;
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      System.out.println("ended: " + correlator.ended().orElse("?"));
      Runtime.getRuntime().halt(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A clock of which no answer comes back once it is told so. */
  private static final class StoppableClock implements InstantSource {
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean stopped;

    @Override
    public Instant instant() {
      if (stopped && Thread.currentThread().getName().contains("StreamThread")) {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return InstantSource.system().instant();
    }
  }
}
