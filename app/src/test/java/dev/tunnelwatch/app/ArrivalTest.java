package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay --arrival}: an export lived through as if it came now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrivalTest {
  private static final long SEED = 3;

  @TempDir static Path directory;

  @BeforeAll
  static void simulate() {
    var run =
        Run.of(
            "simulate",
            "--out",
            at("sim"),
            "--seed",
            "" + SEED,
            "--scenario",
            "demo",
            "--hours",
            "1");
    assertThat(run.code()).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "lognormal"})
  void itEndsWhereAReplayOfTheSameRecordsEnds(String delivery) {
    var export = at("sim/arrival/" + delivery + ".jsonl");

    replay("plain", "--canonical", export);
    replay("lived", "--canonical", "--arrival", export);

    assertThat(directory.resolve("lived"))
        .as("seed %d", SEED)
        .isNotEmptyFile()
        .hasSameTextualContentAs(directory.resolve("plain"));
  }

  @Test
  void untilIsWhereTimeStops() throws IOException {
    var export = at("sim/arrival/uniform.jsonl");
    var lines = Files.readAllLines(Path.of(export));
    var half = lines.subList(0, lines.size() / 2);
    var last = half.getLast();
    var until = last.substring(last.indexOf("enqueuedAt\":\"") + 13).split("\"", 2)[0];
    Files.write(directory.resolve("half.jsonl"), half);

    replay("until", "--canonical", "--arrival", "--until", until, export);
    replay("alone", "--canonical", "--arrival", "--until", until, at("half.jsonl"));

    assertThat(directory.resolve("until"))
        .isNotEmptyFile()
        .hasSameTextualContentAs(directory.resolve("alone"));
  }

  @Test
  void whatIsSentDoesNotDependOnTheFilesItsRecordsStandIn() throws IOException {
    var export = Path.of(at("sim/arrival/uniform.jsonl"));
    replay("out", "--arrival", "--pages", at("pages"), export.toString());

    var lines = new ArrayList<>(Files.readAllLines(export));
    assertThat(Files.readString(Path.of(at("pages")))).contains("\"title\":\"");
    Collections.shuffle(lines, new Random(SEED));
    Files.write(directory.resolve("one.jsonl"), lines.subList(0, lines.size() / 3));
    Files.write(directory.resolve("two.jsonl"), lines.subList(lines.size() / 3, lines.size()));
    replay("out2", "--arrival", "--pages", at("pages2"), at("one.jsonl"), at("two.jsonl"));

    assertThat(directory.resolve("pages2"))
        .as("seed %d", SEED)
        .isNotEmptyFile()
        .hasSameTextualContentAs(directory.resolve("pages"));
  }

  @Test
  void everyFaultThatDeservesAPageGetsOneInTimeAndNoBlipDoes() {
    var export = at("sim/arrival/uniform.jsonl");
    replay("scored", "--arrival", "--pages", at("scored.pages"), export);

    var run =
        Run.of(
            "score",
            "--labels",
            at("sim/labels.jsonl"),
            "--incidents",
            at("scored"),
            "--pages",
            at("scored.pages"));

    assertThat(run.out())
        .as("seed %d", SEED)
        .contains(
            "false pages          0,", "missed pages         0 of ", "blips left alone 1.000");
  }

  /** Of each one page or notice, its updates and its end. */
  @Test
  void gatewayThatComesAndGoesIsToldOnce() throws IOException {
    var run =
        Run.of("simulate", "--out", at("sim2"), "--seed", "" + SEED, "--scenario", "unstable");
    assertThat(run.code()).as(run.err()).isZero();
    var export = at("sim2/arrival/uniform.jsonl");
    var pages = at("unstable.pages");
    lived("--inventory", at("sim2/inventory"), "--out", at("out3"), "--pages", pages, export);

    var told =
        Files.readAllLines(Path.of(pages)).stream()
            .filter(line -> !line.contains("\"action\":\"update\""))
            .filter(line -> !line.contains("\"action\":\"resolve\""))
            .map(line -> line.substring(line.indexOf("\"key\"")).split("\"", 5)[3])
            .toList();

    assertThat(new HashSet<>(told))
        .as("seed %d", SEED)
        .hasSameSizeAs(Files.readAllLines(Path.of(at("sim2/labels.jsonl"))));
  }

  @Test
  void recordsThatDoNotSayWhenTheyArrivedAreNoExport() {
    var run = Run.of("replay", "--arrival", at("sim/records/hub"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("--arrival: expected lines of the form {\"source\":…,\"enqueuedAt\":…")
        .contains("partition-0.jsonl:1#0; a replay without --arrival comes to the same incidents");
  }

  @Test
  void archiveIsRefusedBeforeItIsRead() {
    var run = Run.of("replay", "--arrival", at("sim/arrival"), at("sim/records/archive"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("got a storage archive, which does not say so: ", "/PT1H.json; a replay without");
  }

  @Test
  void runThatFailsLeavesWhatStoodThere() throws IOException {
    var there = Files.createDirectory(directory.resolve("there"));
    var files = new ArrayList<String>();
    for (var option : List.of("out", "pages", "rejects", "summary")) {
      files.add("--" + option);
      files.add(Files.writeString(there.resolve(option), "of yesterday").toString());
    }
    var words = new ArrayList<>(List.of("replay", "--arrival"));
    words.addAll(files);
    words.addAll(List.of(at("sim/arrival/uniform.jsonl"), at("sim/records/hub")));

    assertThat(Run.of(words.toArray(String[]::new)).code()).isEqualTo(2);

    try (var found = Files.list(there)) {
      assertThat(found).hasSize(4).allSatisfy(file -> assertThat(file).hasContent("of yesterday"));
    }
  }

  @Test
  void pageCarriesWhatWhoeverIsWokenNeeds() throws IOException {
    replay("out4", "--arrival", "--pages", at("pages4"), at("sim/arrival/uniform.jsonl"));

    assertThat(Files.readAllLines(Path.of(at("pages4"))))
        .filteredOn(line -> line.contains("\"action\":\"page\""))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains("\"severity\":\"critical\"", "\"cause\":\"", "\"gateway\":\"")
                    .contains("\"site\":\"", "\"since\":\"2026-", " Next: ", "docs/runbooks/"));
  }

  @Test
  void pagesAreThereOnlyWithArrivals() {
    assertThat(Run.of("replay", "--pages", at("none"), at("sim/records/hub")).err())
        .contains("--pages: expected --arrival with it");
  }

  @Test
  void incidentsComeAsMarkdownToo() throws IOException {
    replay("markdown", "--format", "markdown", at("sim/records/hub"));

    assertThat(Files.readString(directory.resolve("markdown")))
        .contains("## ", "**critical**, page, cause `", "| --- |", "    2026-03-02T06");
  }

  private static void replay(String out, String... words) {
    var all = new ArrayList<>(List.of("replay", "--out", at(out), "--inventory"));
    all.add(at("sim/inventory"));
    all.addAll(List.of(words));
    var run = Run.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static void lived(String... words) {
    var all = new ArrayList<>(List.of("replay", "--arrival"));
    all.addAll(List.of(words));
    var run = Run.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static String at(String name) {
    return directory.resolve(name).toString();
  }
}
