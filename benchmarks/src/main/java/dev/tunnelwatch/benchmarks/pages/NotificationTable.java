package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;

/** What came of pages while whoever sends them died, as people read it. */
final class NotificationTable {
  private static final String WORDS =
      """
      Faults begin and end, each given another cause on the way, while the process with the role `alerts`
      is killed at eight points, the Alertmanager is started again (in order: what it has notified it
      keeps only then) and the pager behind it is not there. The configuration is the one we ship, but
      that the end of a group waits 1 s instead of a minute.

      """;

  private NotificationTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var delivery = result.path("delivery");
    var figures =
        MarkdownTable.of("figure", "to reach", "reached")
            .row("crashes", "50", count(result, "crashes"))
            .row("faults", "", count(delivery, "faults"))
            .row("woke nobody", "0", count(delivery, "silent"))
            .row("no end was told", "0", count(delivery, "endless"))
            .row("end before its page", "0", count(delivery, "disordered"))
            .row("under another key, or of no fault", "0", count(delivery, "strange"))
            .row("told once more", "≤ 1 per crash", count(delivery, "doubled"));
    var points = MarkdownTable.of("died", "times");
    result
        .path("points")
        .properties()
        .forEach(point -> points.row(point.getKey(), point.getValue().asText()));
    points.row("at a point it did not come by in time", count(result, "pointsNotReached"));
    points.row("the Alertmanager, started again", count(result, "restarts"));
    points.row("the pager, away", count(result, "absences"));
    return Verdict.loud(result) + WORDS + figures + "\n" + points + "\n" + Circumstances.of(proof);
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }
}
