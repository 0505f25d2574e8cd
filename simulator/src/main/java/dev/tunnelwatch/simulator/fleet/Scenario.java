package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is simulated. Equal scenarios give equal fleets, to the byte.
 *
 * @param gateways how many, 2 to {@value #MAX_GATEWAYS}, for size alone {@value #MAX_LARGE}
 */
public record Scenario(
    Plot plot, long seed, Instant start, Duration length, int gateways, Traffic traffic) {

  /** More would need more public addresses than there are for documentation. */
  public static final int MAX_GATEWAYS = 100;

  /** For size alone other reserved addresses do, of which there are more. */
  public static final int MAX_LARGE = 20_000;

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
    /** Every fault the simulator knows, at least once. */
    ALL,
    /** None. */
    HEALTHY,
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
    public static final Traffic REAL = new Traffic(6, Delivery.UNIFORM, 4, true);

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
    return new Scenario(Plot.DEMO, seed, start, length, 12, Traffic.FLAWLESS);
  }

  /** One or more of every kind of fault, spread out. */
  public static Scenario all(long seed, Instant start, int gateways, int hours) {
    return new Scenario(Plot.ALL, seed, start, Duration.ofHours(hours), gateways, Traffic.REAL);
  }

  /** A fleet in which nothing breaks. */
  public static Scenario healthy(long seed, Instant start, int gateways, int hours) {
    return new Scenario(Plot.HEALTHY, seed, start, Duration.ofHours(hours), gateways, Traffic.REAL);
  }

  /** About two million records, four tunnels to a gateway, few kinds of fault. */
  public static Scenario scale(long seed, Instant start, int gateways, int hours) {
    var real = Traffic.REAL;
    double perMinute = LARGE_RECORDS / (gateways * (hours * 60.0));
    var traffic = new Traffic(perMinute, real.delivery(), real.partitions(), real.mishaps());
    return new Scenario(Plot.SCALE, seed, start, Duration.ofHours(hours), gateways, traffic);
  }

  /** The scenario a command line names. */
  public static Optional<Scenario> named(
      String name, long seed, Instant start, int gateways, int hours) {
    return switch (name) {
      case "all" -> Optional.of(all(seed, start, gateways, hours));
      case "demo" -> Optional.of(demo(seed, start, Duration.ofHours(hours)));
      case "healthy" -> Optional.of(healthy(seed, start, gateways, hours));
      case "scale" -> Optional.of(scale(seed, start, gateways, hours));
      default -> Optional.empty();
    };
  }

  /** Their names. */
  public static List<String> names() {
    return List.of("all", "demo", "healthy", "scale");
  }

  public Scenario withTraffic(Traffic other) {
    return new Scenario(plot, seed, start, length, gateways, other);
  }

  Instant end() {
    return start.plus(length);
  }
}
