package dev.tunnelwatch.benchmarks.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.proof.Proof;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody can take the page of a run that failed for that of one that did not. */
final class FailedPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Function<Proof, String>> TABLES =
      Map.of(
          ReliabilityPage.STREAMS_FAULTS, StreamsFaultTable::of,
          ReliabilityPage.STREAMS_MACHINE, StreamsMachineTable::of,
          ReliabilityPage.STREAMS_SOAK, StreamsSoakTable::of,
          ReliabilityPage.NOTIFICATIONS, NotificationTable::of);

  @TempDir Path pages;

  @Test
  void itsFirstLineIsBoldAndSaysWhy() {
    TABLES.forEach(
        (name, table) -> {
          assertThat(table.apply(proof(name, failed())))
              .as(name)
              .startsWith("**This run FAILED: the disk was not full; it broke off.** ");
          assertThat(table.apply(proof(name, JSON.createObjectNode())))
              .as(name + ", of no verdict")
              .startsWith("**This run FAILED: its result file does not say that it is clean.**");
          var clean = new Verdict().into(JSON.createObjectNode());
          assertThat(table.apply(proof(name, clean))).as(name).doesNotContain("FAILED");
        });
  }

  @Test
  void itStandsRightBelowItsHeading() throws Exception {
    proof(ReliabilityPage.STREAMS_SOAK, failed()).write(pages);
    assertThat(ReliabilityPage.of(pages))
        .contains("## Correlation for long\n\n**This run FAILED: the disk was not full;");
  }

  @Test
  void onePartThatFailedIsEnough() {
    var clean = new Verdict().into(JSON.createObjectNode());
    assertThat(Verdict.loud(List.of(clean, failed()))).startsWith("**This run FAILED");
    assertThat(Verdict.loud(List.of(clean, clean))).isEmpty();
  }

  @Test
  void aRunThatBreaksOffHasFailed() throws Exception {
    var outcome =
        Verdict.of(
            () -> {
              throw new IllegalStateException("process-1 does not work");
            });
    assertThat(Verdict.clean(outcome)).isFalse();
    assertThat(outcome.path("failures").get(0).asText()).endsWith("process-1 does not work");
  }

  @Test
  void theTableOfTheMachineTellsHowOftenAFaultArrived() throws Exception {
    var result =
        JSON.readValue(
            """
            {"clean": false, "failures": ["io error did not reach the process"], "trials": [
              {"kind": "IO_ERROR", "reaction": "ENDED_LOUDLY", "arrivals": 17},
              {"kind": "DISK_FULL", "reaction": "NOT_READY", "arrivals": 4},
              {"kind": "IO_ERROR", "reaction": "WORKED", "arrivals": 0}]}
            """,
            ObjectNode.class);
    assertThat(StreamsMachineTable.of(proof(ReliabilityPage.STREAMS_MACHINE, result)))
        .contains("| disk full while it takes over | 1 | 1 (4) | 0 | 1 | 0 | 0 |")
        .contains("| errors of the disk | 2 | 1 (17, 0) | 1 | 0 | 1 | 0 |");
  }

  private static JsonNode failed() {
    return new Verdict()
        .require(true, "all is well")
        .require(false, "the disk was not full")
        .addAll(List.of("it broke off"))
        .into(JSON.createObjectNode());
  }

  private static Proof proof(String name, JsonNode result) {
    var made = new Proof.Made("X", "0123456789abcdef", "a machine");
    return new Proof(name, made, "1", Map.of(), 1, List.of(result));
  }
}
