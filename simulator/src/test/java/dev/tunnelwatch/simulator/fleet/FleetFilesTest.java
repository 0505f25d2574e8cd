package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFilesTest {

  private static final Fleet FLEET =
      Fleet.of(Scenario.demo(9, Scenario.DEFAULT_START, Duration.ofMinutes(20)));

  @TempDir Path dir;

  private static SortedMap<String, String> files(Path root) throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(root)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path).toString(), Files.readString(path));
      }
    }
    return files;
  }

  private static List<String> lines(SortedMap<String, String> files, String folder) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith(folder))
        .flatMap(file -> file.getValue().lines())
        .toList();
  }

  @Test
  void equalSeedsGiveEqualBytes() throws IOException {
    FleetFiles.write(dir.resolve("one"), FLEET, (_, _) -> {});
    FleetFiles.write(dir.resolve("other"), Fleet.of(FLEET.scenario()), (_, _) -> {});

    assertThat(files(dir.resolve("one"))).isEqualTo(files(dir.resolve("other")));
  }

  @Test
  void bothOfAzuresFormsHoldEveryRecord() throws IOException {
    FleetFiles.write(dir, FLEET, (_, _) -> {});
    var files = files(dir);
    var expected = FLEET.emissions().stream().map(e -> e.record().json()).sorted().toList();

    var hub = new ArrayList<String>();
    for (var body : lines(files, "records/hub/")) {
      hub.addAll(
          List.of(
              body.substring("{\"records\":[".length(), body.length() - 2)
                  .split(",(?=\\{\"time\")")));
    }
    assertThat(hub.stream().sorted().toList()).isEqualTo(expected);
    assertThat(lines(files, "records/archive/").stream().sorted().toList()).isEqualTo(expected);
  }

  @Test
  void theArchiveLiesWhereAzureStoresIt() throws IOException {
    FleetFiles.write(dir, FLEET, (_, _) -> {});

    assertThat(files(dir.resolve("records/archive")).keySet())
        .allMatch(
            name ->
                name.matches(
                    "insights-logs-(ike|tunnel|gateway|route|p2s)diagnosticlog/resourceId="
                        + "/SUBSCRIPTIONS/[^/]+/RESOURCEGROUPS/[^/]+/PROVIDERS/MICROSOFT.NETWORK"
                        + "/VIRTUALNETWORKGATEWAYS/GW-[A-Z0-9-]+"
                        + "/y=2026/m=03/d=02/h=06/m=00/PT1H.json"));
  }

  @Test
  void arrivalsAreInOrderOfEnqueuedTimeAndNameTheirPlace() throws IOException {
    FleetFiles.write(dir, FLEET, (_, _) -> {});
    for (var profile : List.of("uniform", "lognormal")) {
      var last = "";
      var places = new ArrayList<String>();
      for (var line : Files.readAllLines(dir.resolve("arrival/" + profile + ".jsonl"))) {
        var export = Node.parse(line);
        assertThat(export.text("enqueuedAt")).isGreaterThanOrEqualTo(last);
        assertThat(export.text("source")).matches("hub/[0-3]/\\d+#\\d+");
        assertThat(export.field("record").text("time")).isNotEmpty();
        last = export.text("enqueuedAt");
        places.add(export.text("source"));
      }
      assertThat(new HashSet<>(places)).hasSameSizeAs(places).hasSize(FLEET.emissions().size());
    }
  }

  @Test
  void labelsAreReadBackAsTheyWere() throws IOException {
    FleetFiles.write(dir, FLEET, (_, _) -> {});

    assertThat(Labels.read(dir.resolve("labels.jsonl"))).isEqualTo(FLEET.labels());
  }
}
