package dev.tunnelwatch.benchmarks.pages;

import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;

/** How soon people are told, as people read it. */
final class AlertsTable {
  private static final String FLOW_WORDS =
      """
      From an incident's place in Kafka, its page due at once, until an Alertmanager with the configuration
      we ship has taken it, of the role `alerts` alone in a process; all of them stay open. Goal: 250 ms for
      99 of 100.

      """;
  private static final String STORM_WORDS =
      """

      Then more, all at once, and nothing new after them: what keeping all of them firing takes of one
      core, and for how long the Alertmanager heard nothing of the one of which it heard least (it lets go
      of what it has not heard of for 15 min). Goal: under 10 % of a core.

      """;

  private AlertsTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var flow =
        MarkdownTable.of(
                "incidents/s", "incidents", "half within", "99 of 100 within", "all within")
            .row(
                number(result.path("perSecond").asDouble()),
                number(result.path("incidents").asDouble()),
                number(result.path("p50").asDouble()) + " ms",
                number(result.path("p99").asDouble()) + " ms",
                number(result.path("max").asDouble()) + " ms");
    var storm =
        MarkdownTable.of(
                "open",
                "of them at once",
                "all told within",
                "requests/s then",
                "longest silence",
                "of a core")
            .row(
                number(result.path("open").asDouble()),
                number(result.path("atOnce").asDouble()),
                "%.1f s".formatted(result.path("toldWithinSeconds").asDouble()),
                "%.1f".formatted(result.path("requestsPerSecond").asDouble()),
                "%.0f s".formatted(result.path("longestSilenceSeconds").asDouble()),
                "%.1f %%".formatted(100 * result.path("shareOfACore").asDouble()));
    return Verdict.loud(result)
        + FLOW_WORDS
        + flow
        + STORM_WORDS
        + storm
        + "\n"
        + Circumstances.of(proof);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }
}
