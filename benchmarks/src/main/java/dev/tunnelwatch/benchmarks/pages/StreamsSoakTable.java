package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;

/** What a correlating process holds after a while, as people read it. */
final class StreamsSoakTable {
  private static final String WORDS =
      """
      One process, two threads, correlates at a steady pace what 50 gateways say in four and a half days, its
      transactions far shorter than usual: a producer whose epochs run out of numbers takes another id, which has
      to happen. What it holds is of the second half, when evidence of 36 hours goes as fast as it comes; what it
      gains an hour is the straight line nearest to that. Live objects are what a collection leaves that is asked
      for twice a minute; the heap is whole and touched from the beginning, so that what is resident gains nothing
      by it.

      """;

  private StreamsSoakTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var table = MarkdownTable.of("figure", "to reach", "reached");
    table.row("correlated for", "", "%.0f s".formatted(result.path("soakedSeconds").asDouble()));
    table.row("records", "", count(result, "records"));
    table.row("events told", "", count(result, "events"));
    table.row("commits every", "", count(result, "commitMillis") + " ms");
    if (result.has("epochsLeft")) {
      table.row(
          "epochs left of one of its producers, the others used up in its name",
          "",
          count(result, "epochsLeft"));
    }
    table.row("producers that ran out of epochs", "≥ 1", count(result, "wraps"));
    table.row("producer ids", "", count(result, "producerIds"));
    table.row("highest epoch seen", "", count(result, "highestEpoch"));
    table.row(
        "the oldest event when it was told",
        "≤ 60 s",
        "%.1f s".formatted(result.path("oldestMillis").asLong() / 1e3));
    if (result.has("unreadyLooks")) {
      table.row(
          "looks, every ten seconds, at which it had just lost its partitions",
          "",
          count(result, "unreadyLooks"));
    }
    var held =
        MarkdownTable.of("held", "least to most", "gained an hour", "at most", "why so much");
    for (var each : result.path("held")) {
      var unit = each.path("unit").asText();
      held.row(
          each.path("what").asText(),
          number(each, "least", "") + " to " + number(each, "most", unit),
          number(each, "anHour", unit),
          number(each, "mostAnHour", unit),
          each.path("why").asText());
    }
    return Verdict.loud(result) + WORDS + table + "\n" + held;
  }

  private static String number(JsonNode each, String name, String unit) {
    return String.format(Locale.ROOT, "%,.1f %s", each.path(name).asDouble(), unit).trim();
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }
}
