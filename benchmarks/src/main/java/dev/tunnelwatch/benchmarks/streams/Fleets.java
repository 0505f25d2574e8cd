package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.Scenario;
import dev.tunnelwatch.simulator.fleet.Scenario.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Fleets that lived through every kind of fault a while ago, telling more or less of it. */
final class Fleets {
  private static final int GATEWAYS = 12;
  private static final int HOURS = 6;
  private static final int DAYS_GATEWAYS = 50;

  /** Three times as long as evidence is kept: most of the while as much of it goes as comes. */
  private static final int DAYS_HOURS = 108;

  /** From the last record to now. */
  private static final Duration AGO = Duration.ofHours(3);

  /** After the last record: whatever ends is closed by then. */
  private static final Duration SILENCE = Duration.ofHours(2);

  private Fleets() {}

  /** A fleet that tells about so many records. */
  static Fleet of(long records, long seed, Instant now) {
    return of(records, seed, now, GATEWAYS, HOURS);
  }

  /** Likewise, of days. */
  static Fleet ofDays(long records, long seed, Instant now) {
    return of(records, seed, now, DAYS_GATEWAYS, DAYS_HOURS);
  }

  private static Fleet of(long records, long seed, Instant now, int gateways, int hours) {
    var start = now.minus(AGO).minus(Duration.ofHours(hours)).truncatedTo(ChronoUnit.HOURS);
    var scenario = Scenario.all(seed, start, gateways, hours);
    var usual = scenario.traffic();
    double perMinute = records / (gateways * hours * 60.0);
    return Fleet.of(
        scenario.withTraffic(
            new Traffic(perMinute, usual.delivery(), usual.partitions(), usual.mishaps())));
  }

  /** When everything has been told of it. */
  static Instant end(Fleet fleet) {
    return fleet.scenario().start().plus(fleet.scenario().length()).plus(SILENCE);
  }

  static InventoryDirectory inventory(Fleet fleet, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (var file : fleet.inventory().entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    return InventoryDirectory.read(directory);
  }
}
