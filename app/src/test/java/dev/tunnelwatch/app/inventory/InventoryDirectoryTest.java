package dev.tunnelwatch.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An export as it lies in a directory, good, bad and by chance. */
class InventoryDirectoryTest {
  @TempDir static Path once;
  private static Path good;
  @TempDir Path directory;

  @BeforeAll
  static void exportOfASimulatedFleetAndAVirtualWan() throws IOException {
    good = Files.createDirectory(once.resolve("good"));
    var fleet = Fleet.of(Scenario.healthy(3, Scenario.DEFAULT_START, 12, 1));
    for (var file : fleet.inventory().entrySet()) {
      Files.write(good.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(good.resolve("vpn-gateways.json"), VirtualWan.GATEWAYS);
    Files.writeString(good.resolve("vpn-sites.json"), VirtualWan.SITES);
  }

  @Test
  void goodExportGivesNoFinding() throws IOException {
    var read = InventoryDirectory.read(good);

    assertThat(read.findings()).allMatch(finding -> finding.kind().isHint());
    assertThat(read.inventory().gateways().keySet())
        .extracting(GatewayId::virtualWan)
        .contains(true, false);
  }

  @Test
  void subscriptionsLieInDirectoriesAndOtherFilesAreLeftAlone() throws IOException {
    var split = directory.resolve("split");
    for (var file : files(good)) {
      var place = split.resolve("sub-" + file.getFileName());
      Files.createDirectories(place);
      Files.copy(file, place.resolve(file.getFileName()));
    }
    Files.writeString(split.resolve("readme.txt"), "exported by hand");
    Files.writeString(split.resolve("labels.json"), "{");

    var read = InventoryDirectory.read(split);

    assertThat(read.inventory()).isEqualTo(InventoryDirectory.read(good).inventory());
    assertThat(read.findings())
        .extracting(InventoryFinding::kind)
        .filteredOn(kind -> !kind.isHint())
        .containsExactly(Kind.FILE_NOT_USED);
  }

  /** docs/inventory.md, entry_unusable: its name suffices. */
  @Test
  void connectionWithoutAnIdIsKnownByItsName() throws IOException {
    var json = new ObjectMapper();
    for (var file : files(good)) {
      Files.copy(file, directory.resolve(file.getFileName()));
    }
    var connections = json.readTree(directory.resolve("vpn-connections.json").toFile());
    connections.forEach(connection -> ((ObjectNode) connection).remove("id"));
    Files.write(directory.resolve("vpn-connections.json"), json.writeValueAsBytes(connections));

    var read = InventoryDirectory.read(directory);

    assertThat(connections).isNotEmpty();
    assertThat(read.findings()).allMatch(finding -> finding.kind().isHint());
    assertThat(read.inventory().gateways())
        .isEqualTo(InventoryDirectory.read(good).inventory().gateways());
  }

  @Test
  void emptyDirectorySaysThatAllIsLearned() throws IOException {
    var empty = Files.createDirectory(directory.resolve("empty"));

    var read = InventoryDirectory.read(empty);

    assertThat(read.inventory().gateways()).isEmpty();
    assertThat(read.findings())
        .extracting(InventoryFinding::kind)
        .containsExactly(Kind.NO_GATEWAYS);
  }

  @Test
  void aFileThatCannotBeReadIsAFindingAndAMissingDirectoryIsNot() throws IOException {
    var dangling = Files.createDirectories(directory.resolve("dangling"));
    Files.createSymbolicLink(dangling.resolve("vpn-sites.json"), Path.of("nowhere"));

    assertThat(InventoryDirectory.read(dangling).findings())
        .extracting(InventoryFinding::kind)
        .containsExactly(Kind.NO_GATEWAYS, Kind.FILE_UNREADABLE);
    assertThatThrownBy(() -> InventoryDirectory.read(directory.resolve("absent")))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vnet-gateways.json", "local-gateways.json", "vpn-sites.json"})
  void damagedExportIsTakenOnlyWhereNoneStands(String file) throws IOException {
    var damaged = Files.createDirectory(directory.resolve("damaged"));
    for (var whole : files(good)) {
      Files.copy(whole, damaged.resolve(whole.getFileName()));
    }
    var bytes = Files.readAllBytes(damaged.resolve(file));
    Files.write(damaged.resolve(file), Arrays.copyOf(bytes, bytes.length - 9));

    var read = InventoryDirectory.read(damaged);

    assertThat(read.replaces(Set.of())).isTrue();
    assertThat(read.replaces(Set.of("/subscriptions/s/gw-weu"))).isFalse();
    assertThat(InventoryDirectory.read(good).replaces(Set.of("/subscriptions/s/gw-weu"))).isTrue();
  }

  /** Some of its sites have numbers for names and none is taken for another. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void exportOfASimulatedFleetTellsItsSites(long seed) throws IOException {
    var fleet = Fleet.of(Scenario.all(seed, Scenario.DEFAULT_START, 24, 12));
    for (var file : fleet.inventory().entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }

    var inventory = InventoryDirectory.read(directory).inventory();

    var seen = new TreeSet<String>();
    for (var label : fleet.labels()) {
      var sites = new TreeSet<String>();
      for (var tunnel : label.scope().tunnels()) {
        inventory.of(tunnel.gateway()).orElseThrow().connections().stream()
            .filter(connection -> connection.remoteIps().contains(tunnel.remoteIp()))
            .forEach(connection -> sites.add(connection.site()));
      }
      assertThat(label.scope().sites()).as("seed %d: %s", seed, label.id()).containsAll(sites);
      seen.addAll(sites);
    }
    assertThat(seen).anyMatch(site -> site.startsWith("branch-"));
  }

  @ParameterizedTest
  @CsvSource({
    "vpn-connections.json, true, ",
    "vpn-connections.json, false, NO_CONNECTIONS",
    "local-gateways.json, true, FAR_END_MISSING",
    "vpn-sites.json, true, FAR_END_MISSING"
  })
  void aWholeFileThatIsMissingIsSaidAndReplacesNothing(
      String file, boolean missing, @Nullable Kind besides) throws IOException {
    var partial = Files.createDirectory(directory.resolve("partial"));
    for (var whole : files(good)) {
      if (!whole.endsWith(file)) {
        Files.copy(whole, partial.resolve(whole.getFileName()));
      } else if (!missing) {
        Files.writeString(partial.resolve(file), "[]");
      }
    }

    var read = InventoryDirectory.read(partial);

    var expected = EnumSet.noneOf(Kind.class);
    Optional.ofNullable(besides).ifPresent(expected::add);
    if (missing) {
      expected.add(Kind.FILE_MISSING);
    }
    assertThat(read.findings())
        .extracting(InventoryFinding::kind)
        .filteredOn(kind -> !kind.isHint())
        .containsOnly(expected.toArray(Kind[]::new));
    assertThat(read.replaces(Set.of("/subscriptions/s/gw-weu"))).isEqualTo(!missing);
  }

  /** Whatever is taken away or replaced: no throw, and no gateway that the good export lacks. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void anyHarmLeavesATopology(long seed) throws IOException {
    var known = InventoryDirectory.read(good).inventory().gateways().keySet();
    var random = new SplittableRandom(seed);
    int said = 0;
    for (int round = 0; round < 30; round++) {
      var harmed = directory.resolve("harmed");
      Files.createDirectories(harmed);
      for (var file : files(good)) {
        Files.write(harmed.resolve(file.getFileName()), Harm.of(Files.readAllBytes(file), random));
      }

      var read = InventoryDirectory.read(harmed);

      assertThat(new HashSet<>(known))
          .as("seed %d, round %d", seed, round)
          .containsAll(read.inventory().gateways().keySet());
      said += read.findings().isEmpty() ? 0 : 1;
    }
    assertThat(said).as("seed %d: rounds with a finding", seed).isGreaterThan(15);
  }

  /** Bytes that fell over: no throw. */
  @ParameterizedTest
  @ValueSource(longs = {13, 21, 34})
  void anyBytesLeaveATopology(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 30; round++) {
      var harmed = Files.createDirectories(directory.resolve("harmed"));
      for (var file : files(good)) {
        var bytes = Files.readAllBytes(file);
        for (int i = random.nextInt(5); i > 0; i--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Files.write(harmed.resolve(file.getFileName()), bytes);
      }

      assertThat(InventoryDirectory.read(harmed).inventory().hash())
          .as("seed %d, round %d", seed, round)
          .isPresent();
    }
  }

  private static Iterable<Path> files(Path below) throws IOException {
    try (Stream<Path> found = Files.list(below)) {
      return found.sorted().toList();
    }
  }
}
