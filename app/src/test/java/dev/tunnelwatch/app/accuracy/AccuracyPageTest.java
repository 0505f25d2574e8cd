package dev.tunnelwatch.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyPageTest {
  @TempDir Path directory;

  @Test
  void pageTellsAllFleetsTogetherAndTheWorst() throws IOException {
    for (var part : Part.values()) {
      var made = new Proof.Made("./tunnelwatch accuracy", "0123456789abcdef", "2 processors");
      new Proof(
              part.proof(),
              made,
              "1-2",
              Map.of("fleets", 2L, "records", 40L),
              1.5,
              List.of(outcome(1, 10, 10, 10, 100), outcome(2, 10, 12, 8, 140)))
          .write(directory);
    }

    assertThat(AccuracyPage.of(directory))
        .contains("| F1 | ≥ 0.98 | 0.952 (seed 2: 0.909) |")
        .contains("| cause right | ≥ 0.95 | 0.900 (seed 2: 0.800) |")
        .contains("| event to page, median, uniform | < 150 s | 100 s (seed 2: 140 s) |")
        .contains("| blips paged, uniform | ≤ 1 % | 25.0 % (2 of 8) |")
        .contains("| `peer_closed` | 20 | 20 | 18 of 20 | 18 of 20 | 2 | 100 s |")
        .contains("| peer_closed | unexplained 2 |")
        .contains("`./tunnelwatch accuracy` | 0123456789ab | 2 | 40 | 2 | 2 processors |");
  }

  private static JsonNode outcome(long seed, int faults, int incidents, int right, double delay)
      throws IOException {
    var told =
        """
        {"pages":{"missed":0,"falsePages":0,"blips":{"right":%d,"of":2},
        "delaySeconds":{"median":%s,"values":[%s]}},
        "causes":[{"cause":"peer_closed","delaySeconds":{"values":[%s]}}]}"""
            .formatted(seed == 1 ? 2 : 1, delay, delay, delay);
    return new ObjectMapper()
        .readTree(
            """
            {"seed":%d,"records":20,"replay":{
            "found":{"faults":%d,"incidents":%d,"matched":%d,"spurious":0,"f1":%s,"fragmentsPerFault":%s},
            "judged":{"cause":{"right":%d,"of":10},"evidence":{"right":1,"of":1},
            "severity":{"right":1,"of":1},"redundancy":{"right":1,"of":1}},
            "causes":[{"cause":"peer_closed","faults":10,"matched":10,"fragments":%d,
            "causeRight":{"right":%d,"of":10}}],
            "confusion":{"peer_closed":{"peer_closed":%d,"unexplained":%d}}},
            "uniform":%s,"lognormal":%s}"""
                .formatted(
                    seed,
                    faults,
                    incidents,
                    faults,
                    2.0 * faults / (faults + incidents),
                    (double) incidents / faults,
                    right,
                    incidents - faults,
                    right,
                    right,
                    10 - right,
                    told,
                    told));
  }
}
