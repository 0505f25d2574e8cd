package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is simulated. Equal scenarios give equal fleets, to the byte.
 *
 * @param mutated whether gateways use other words than those that are known
 * @param gateways how many, 2 to {@value #MAX_GATEWAYS}, for size alone {@value #MAX_LARGE}
 */
public record Scenario(
    Plot plot,
    long seed,
    Instant start,
    Duration length,
    int gateways,
    Traffic traffic,
    boolean mutated) {

  /** More would need more public addresses than there are for documentation. */
  public static final int MAX_GATEWAYS = 100;

  /** For size alone other reserved addresses do, of which there are more. */
  public static final int MAX_LARGE = 20_000;

  private static final int DEMO_GATEWAYS = 12;

  /** What a scenario for size holds, however many gateways it has. */
  private static final double LARGE_RECORDS = 2_000_000;

  /** A morning of no particular day, so that a seed alone tells the whole output. */
  public static final Instant DEFAULT_START = Instant.parse("2026-03-02T06:00:00Z");

  public Scenario {
    int most = plot == Plot.SCALE ? MAX_LARGE : MAX_GATEWAYS;
    if (gateways < 2 || gateways > most) {
      throw new IllegalArgumentException("gateways: expected 2 to " + most + ", got " + gateways);
    }
    if (length.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("length: expected at least PT1M, got " + length);
    }
  }

  /** Which faults there are. */
  public enum Plot {
    /** Six faults of six causes and a blip, early enough for all of them to be judged in time. */
    DEMO,
    /** Every fault that one gateway can show, at least once. */
    ALL,
    /** None. */
    HEALTHY,
    /** Two faults on one gateway that have nothing to do with each other. */
    COMPOUND,
    /** Losses too short to wake anyone. */
    BLIPS,
    /** Instances that fail over, by plan or not. */
    MAINTENANCE,
    /** Lines that come and go. */
    FLAPPING,
    /** Instances and whole gateways that come and go. */
    UNSTABLE,
    /** Tunnels between two gateways of the fleet, which both tell of them. */
    JOINED,
    /** About two million records of the realistic mix, with a fault here and there. */
    SCALE
  }

  /**
   * How much is said and how it travels.
   *
   * @param linesPerMinute routine lines of one gateway, on average
   * @param partitions of the event hub
   * @param mishaps whether records get lost, come twice or late, and foreign ones come in between
   */
  public record Traffic(double linesPerMinute, Delivery delivery, int partitions, boolean mishaps) {

    /** Nothing is lost, copied or foreign. */
    public static final Traffic FLAWLESS = new Traffic(6, Delivery.UNIFORM, 4, false);

    /** As Azure Monitor is: small losses, copies, stragglers, other services on the same hub. */
    public static final Traffic REAL = new Traffic(15, Delivery.UNIFORM, 4, true);

    public Traffic {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions: expected at least 1, got " + partitions);
      }
    }
  }

  /**
   * A dozen gateways, six faults and a blip.
   *
   * @param length event time, at least 20 min, so that what must page can page before the end
   */
  public static Scenario demo(long seed, Instant start, Duration length) {
    if (length.compareTo(Duration.ofMinutes(20)) < 0) {
      throw new IllegalArgumentException("length: expected at least PT20M, got " + length);
    }
    return new Scenario(Plot.DEMO, seed, start, length, DEMO_GATEWAYS, Traffic.FLAWLESS, false);
  }

  private static Scenario demo(long seed, Instant start, int gateways, int hours) {
    if (gateways != DEMO_GATEWAYS) {
      throw new IllegalArgumentException(
          "gateways: expected "
              + DEMO_GATEWAYS
              + " with the scenario demo, each of whose faults has gateways of its own, got "
              + gateways);
    }
    return demo(seed, start, Duration.ofHours(hours));
  }

  /** One or more of every kind of fault, spread out. */
  public static Scenario all(long seed, Instant start, int gateways, int hours) {
    return real(Plot.ALL, seed, start, gateways, hours);
  }

  /** A fleet in which nothing breaks. */
  public static Scenario healthy(long seed, Instant start, int gateways, int hours) {
    return real(Plot.HEALTHY, seed, start, gateways, hours);
  }

  private static Scenario real(Plot plot, long seed, Instant start, int gateways, int hours) {
    return new Scenario(plot, seed, start, Duration.ofHours(hours), gateways, Traffic.REAL, false);
  }

  /** About two million records, four tunnels to a gateway, few kinds of fault. */
  public static Scenario scale(long seed, Instant start, int gateways, int hours) {
    var real = Traffic.REAL;
    double perMinute = LARGE_RECORDS / (gateways * (hours * 60.0));
    var traffic = new Traffic(perMinute, real.delivery(), real.partitions(), real.mishaps());
    return new Scenario(Plot.SCALE, seed, start, Duration.ofHours(hours), gateways, traffic, false);
  }

  /** The scenario a command line names. */
  public static Optional<Scenario> named(
      String name, long seed, Instant start, int gateways, int hours) {
    return plot(name)
        .map(
            plot ->
                switch (plot) {
                  case DEMO -> demo(seed, start, gateways, hours);
                  case SCALE -> scale(seed, start, gateways, hours);
                  default -> real(plot, seed, start, gateways, hours);
                });
  }

  private static Optional<Plot> plot(String name) {
    return Arrays.stream(Plot.values()).filter(p -> LabelJson.word(p).equals(name)).findFirst();
  }

  /** Their names. */
  public static List<String> names() {
    return Arrays.stream(Plot.values()).map(LabelJson::word).toList();
  }

  /** The same with other words: unknown reasons, other case and blanks, synonyms. */
  public Scenario mutate() {
    return new Scenario(plot, seed, start, length, gateways, traffic, true);
  }

  public Scenario withTraffic(Traffic other) {
    return new Scenario(plot, seed, start, length, gateways, other, mutated);
  }

  /** The same for another fleet or another time. */
  Scenario sized(int otherGateways, Duration otherLength) {
    return new Scenario(plot, seed, start, otherLength, otherGateways, traffic, mutated);
  }

  Instant end() {
    return start.plus(length);
  }
}
