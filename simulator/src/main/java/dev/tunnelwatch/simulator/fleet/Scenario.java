package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is simulated. Equal scenarios give equal fleets, to the byte.
 *
 * @param gateways how many, 2 to {@value #MAX_GATEWAYS}
 */
public record Scenario(
    Plot plot, long seed, Instant start, Duration length, int gateways, Traffic traffic) {

  /** More would need more public addresses than there are for documentation. */
  public static final int MAX_GATEWAYS = 100;

  /** A morning of no particular day, so that a seed alone tells the whole output. */
  public static final Instant DEFAULT_START = Instant.parse("2026-03-02T06:00:00Z");

  public Scenario {
    if (gateways < 2 || gateways > MAX_GATEWAYS) {
      throw new IllegalArgumentException(
          "gateways: expected 2 to " + MAX_GATEWAYS + ", got " + gateways);
    }
    if (length.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("length: expected at least PT1M, got " + length);
    }
  }

  /** Which faults there are. */
  public enum Plot {
    /** Six faults of six causes and a blip, early enough for all of them to be judged in time. */
    DEMO,
    /** Every fault the simulator knows, at least once. */
    ALL,
    /** None. */
    HEALTHY
  }

  /**
   * How much is said and how it travels.
   *
   * @param linesPerMinute routine lines of one gateway, on average
   * @param partitions of the event hub
   */
  public record Traffic(double linesPerMinute, Delivery delivery, int partitions) {
    public static final Traffic DEFAULT = new Traffic(6, Delivery.UNIFORM, 4);

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
    return new Scenario(Plot.DEMO, seed, start, length, 12, Traffic.DEFAULT);
  }

  /** One or more of every kind of fault, spread out. */
  public static Scenario all(long seed, Instant start, int gateways, int hours) {
    return new Scenario(Plot.ALL, seed, start, Duration.ofHours(hours), gateways, Traffic.DEFAULT);
  }

  /** A fleet in which nothing breaks. */
  public static Scenario healthy(long seed, Instant start, int gateways, int hours) {
    return new Scenario(
        Plot.HEALTHY, seed, start, Duration.ofHours(hours), gateways, Traffic.DEFAULT);
  }

  /** The scenario a command line names: {@code all}, {@code demo} or {@code healthy}. */
  public static Optional<Scenario> named(
      String name, long seed, Instant start, int gateways, int hours) {
    return switch (name) {
      case "all" -> Optional.of(all(seed, start, gateways, hours));
      case "demo" -> Optional.of(demo(seed, start, Duration.ofHours(hours)));
      case "healthy" -> Optional.of(healthy(seed, start, gateways, hours));
      default -> Optional.empty();
    };
  }

  public Scenario withTraffic(Traffic other) {
    return new Scenario(plot, seed, start, length, gateways, other);
  }

  Instant end() {
    return start.plus(length);
  }
}
