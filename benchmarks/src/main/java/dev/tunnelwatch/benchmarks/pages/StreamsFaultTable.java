package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;

/** The proof by faults as people read it. */
final class StreamsFaultTable {
  private static final String WORDS =
      """
      Correlating processes, JVMs of their own with a standby of each other's state, are killed and
      stopped while a simulated fleet's records come in. In the end every gateway incident must be that of
      the naive oracle of the laws (which has no words) and, to the byte, that of a replay; every published
      incident that of a replay in whatever is material (rule 40; the fleet stage has no oracle), with
      revisions 1, 2, 3 … for a reader of committed records; every event stands in `tw.events` once; and a loss that
      happens then gets through.

      """;

  private StreamsFaultTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var table = MarkdownTable.of("figure", "to reach", "reached");
    table.row("processes killed (`kill -9`)", "", count(result, "kill"));
    table.row("stopped for 15 s (`SIGSTOP`)", "", count(result, "stop"));
    table.row("stopped for 90 s", "", count(result, "stop_for_long"));
    table.row("broker killed", "", count(result, "broker"));
    table.row("process and broker killed", "", count(result, "both"));
    table.row("ended themselves and were started again", "", count(result, "endedThemselves"));
    table.row("records", "1,000,000", count(result, "records"));
    var settled = result.path("settled");
    table.row("gateway incidents", "", count(settled, "gatewayIncidents"));
    table.row("not as the oracle has them", "0", size(settled, "oracleDiffers"));
    table.row("not as a replay has them", "0", size(settled, "replayDiffers"));
    table.row("incidents", "", count(settled, "incidents"));
    table.row("not as a replay has them", "0", size(settled, "incidentsDiffer"));
    table.row("left open, though nothing expects them", "0", size(settled, "leftOpen"));
    for (var reader : new String[] {"seenAllAlong", "readAfterwards"}) {
      var who = reader.equals("readAfterwards") ? "read afterwards" : "seen all along";
      var seen = result.path(reader);
      table.row("revisions, " + who, "", count(seen, "revisions"));
      table.row("out of order, doubled or missing", "0", size(seen, "disordered"));
      table.row("events missing, " + who, "0", count(seen, "eventsMissing"));
      table.row("events doubled, " + who, "0", count(seen, "eventsDoubled"));
    }
    table.row("a fault until all work again, the longest", "", seconds(result, "longestMillis"));
    table.row("a loss after all that, told after", "", seconds(result, "gotThroughMillis"));
    return Verdict.loud(result) + WORDS + table;
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }

  private static String size(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).size());
  }

  private static String seconds(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%.1f s", result.path(name).asLong() / 1e3);
  }
}
