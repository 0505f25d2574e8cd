package dev.tunnelwatch.app.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A score for people: what counts in some 20 lines, then what was called what. */
final class ScoreText {

  private ScoreText() {}

  static String of(Score score) {
    var lines = new ArrayList<String>();
    found(score, lines);
    judged(score, lines);
    if (score.paged().known()) {
      paged(score, lines);
    }
    lines.add("");
    confusion(score, lines);
    var wrong = score.faults().stream().filter(row -> !row.wrong().isEmpty()).toList();
    if (!wrong.isEmpty()) {
      lines.add("");
      wrong.forEach(row -> lines.add(wrong(row)));
    }
    if (!score.spurious().isEmpty()) {
      lines.add("incidents without a fault: " + String.join(" ", score.spurious()));
    }
    return String.join("\n", lines) + '\n';
  }

  private static void found(Score score, List<String> lines) {
    var found = score.found();
    lines.add(
        line(
            "faults",
            "%d, found by an incident of their own %d".formatted(found.faults(), found.matched())));
    lines.add(
        line(
            "incidents",
            "%d, fragments %d, without a fault %d"
                .formatted(found.incidents(), found.fragments(), found.spurious())));
    lines.add(
        line(
            "F1",
            "%s (precision %s, recall %s)"
                .formatted(
                    decimal(found.f1()), decimal(found.precision()), decimal(found.recall()))));
    lines.add(line("incidents per fault", decimal(found.fragmentsPerFault())));
    lines.add(line("faults per incident", decimal(found.faultsPerIncident())));
  }

  private static void judged(Score score, List<String> lines) {
    var judged = score.judged();
    lines.add(line("cause right", share(judged.cause())));
    lines.add(line("evidence precision", share(judged.evidence())));
    lines.add(line("severity right", share(judged.severity())));
    lines.add(line("redundancy right", share(judged.redundancy())));
    lines.add(line("beginning off by", spread(judged.onsetSeconds())));
    lines.add(
        line("end off by", spread(judged.endSeconds()) + "; open or ended " + share(judged.end())));
  }

  private static void paged(Score score, List<String> lines) {
    var paged = score.paged();
    lines.add(
        line("pages sent", "%d, notifications %d".formatted(paged.sent(), paged.notifications())));
    lines.add(
        line(
            "false pages",
            "%d, of them %d for nothing; blips left alone %s"
                .formatted(paged.falsePages(), paged.forNothing(), share(paged.blips()))));
    lines.add(
        line(
            "missed pages",
            "%d of %d faults that deserve one; healed before it was due %d"
                .formatted(paged.missed(), paged.deserved(), paged.healed())));
    lines.add(line("pages per fault", decimal(paged.perFault())));
    lines.add(line("from event to page", spread(paged.delaySeconds()) + ", from the first loss"));
    lines.add(
        line("from lasting loss", spread(paged.delayOfLastingSeconds()) + ", the one to be paged"));
  }

  /** Only what is wrong stands beside the diagonal, so most of the table would be blank. */
  private static void confusion(Score score, List<String> lines) {
    lines.add("cause, and what it was called:");
    int width = score.confusion().keySet().stream().mapToInt(String::length).max().orElse(0);
    score
        .confusion()
        .forEach(
            (cause, row) -> {
              var others =
                  row.entrySet().stream()
                      .filter(entry -> !entry.getKey().equals(cause))
                      .map(entry -> entry.getKey() + ' ' + entry.getValue())
                      .collect(Collectors.joining(", "));
              var right = String.valueOf(row.getOrDefault(cause, 0));
              lines.add(
                  ("  " + padded(cause, width) + "  " + padded(right, 4) + ' ' + others)
                      .stripTrailing());
            });
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String wrong(Score.FaultRow row) {
    return "%s at %s: %s".formatted(row.id(), row.startedAt(), String.join(", ", row.wrong()));
  }

  private static String line(String name, String text) {
    return padded(name, 21) + text;
  }

  private static String share(Share share) {
    return share.of() == 0
        ? "not said"
        : "%s (%d of %d)".formatted(decimal(share.value()), share.right(), share.of());
  }

  private static String spread(Spread spread) {
    return spread.count() == 0
        ? "not known"
        : String.format(Locale.ROOT, "median %.1f s, p95 %.1f s", spread.median(), spread.p95());
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
