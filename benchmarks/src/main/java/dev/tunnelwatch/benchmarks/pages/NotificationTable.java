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
      is killed at eight points, the Alertmanager is killed at random (`kill -9`), and the pager behind it
      and a webhook that takes signed CloudEvents are not there. At the webhook nothing may follow an end
      but that end once more, and all of it has to be signed. The configuration is the one we ship, but that
      the end of a group waits 1 s instead of a minute, and that the Alertmanager writes down once a second
      whom it has notified. It does so every 15 min by itself (`--data.maintenance-interval`): one that is
      killed then wakes once more for all that still fires of what it had not written, whoever sends to it.

      """;

  private NotificationTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var figures =
        MarkdownTable.of("figure", "to reach", "reached")
            .row("crashes", "50", count(result, "crashes"))
            .row("faults", "", count(result.path("delivery"), "faults"));
    reached(figures, "pager", result.path("delivery"));
    figures.row(
        "pager: of these, by an Alertmanager that forgot",
        "",
        count(result.at("/delivery/repeats"), "ofAlertmanager"));
    reached(figures, "webhook", result.path("webhook"));
    var points = MarkdownTable.of("died", "times");
    result
        .path("points")
        .properties()
        .forEach(point -> points.row(point.getKey(), point.getValue().asText()));
    points.row("at a point it did not come by in time", count(result, "pointsNotReached"));
    points.row("the Alertmanager, at random", count(result, "alertmanagerKills"));
    points.row("pager and webhook, away", count(result, "absences"));
    return Verdict.loud(result) + WORDS + figures + "\n" + points + "\n" + Circumstances.of(proof);
  }

  private static void reached(MarkdownTable figures, String where, JsonNode delivery) {
    var repeats = delivery.path("repeats");
    figures
        .row(where + ": woke nobody", "0", count(delivery, "silent"))
        .row(where + ": no end was told", "0", count(delivery, "endless"))
        .row(where + ": end before its page", "0", count(delivery, "disordered"))
        .row(where + ": under another key, or of no fault", "0", count(delivery, "strange"))
        .row(
            where + ": told once more, at most after one crash",
            "1",
            count(repeats, "mostAfterOne"))
        .row(where + ": told once more, after no crash", "0", count(repeats, "afterNone"))
        .row(where + ": told once more, in all", "", count(repeats, "times"));
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }
}
