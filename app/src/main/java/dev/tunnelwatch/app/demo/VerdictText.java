package dev.tunnelwatch.app.demo;

import java.util.ArrayList;
import java.util.List;

/** A verdict as a table for the terminal. */
final class VerdictText {
  private static final List<String> HEADINGS =
      List.of("fault", "incident says", "cause", "page", "");

  private VerdictText() {}

  static String of(Verdict verdict) {
    var text = new StringBuilder("The simulator's faults, and what was concluded:\n");
    text.append(table(verdict));
    for (var incident : verdict.unlabelled()) {
      text.append("  paged without a fault: ").append(incident.wording().title()).append('\n');
    }
    return text.append(line(verdict)).toString();
  }

  /** Every column as wide as its widest cell. */
  private static String table(Verdict verdict) {
    var table = new ArrayList<List<String>>();
    table.add(HEADINGS);
    verdict.rows().forEach(row -> table.add(cells(row)));
    var text = new StringBuilder();
    for (var cells : table) {
      var line = new StringBuilder();
      for (int column = 0; column < HEADINGS.size(); column++) {
        line.append("  ").append(cells.get(column));
        line.repeat(' ', width(table, column) - cells.get(column).length());
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> table, int column) {
    return table.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
  }

  private static List<String> cells(Verdict.Row row) {
    return List.of(
        row.label().id(),
        row.incident().map(i -> i.judgement().cause().word()).orElse("(no incident)"),
        row.label().blip() ? "-" : yes(row.named()),
        page(row),
        row.right() ? "ok" : "WRONG");
  }

  private static String page(Verdict.Row row) {
    var fact = row.paged() ? "paged" : "none";
    return row.pagedRightly() ? fact : fact + "!";
  }

  private static String yes(boolean right) {
    return right ? "right" : "wrong";
  }

  private static String line(Verdict verdict) {
    long faults = faults(verdict.rows()).size();
    long named = faults(verdict.rows()).stream().filter(r -> r.found() && r.named()).count();
    long blips = verdict.rows().size() - faults;
    long quiet = verdict.rows().stream().filter(r -> r.label().blip() && r.pagedRightly()).count();
    return "%nVerdict: %s. %d of %d faults named rightly, %d of %d blips left without a page.%n"
        .formatted(verdict.right() ? "all right" : "NOT right", named, faults, quiet, blips);
  }

  private static List<Verdict.Row> faults(List<Verdict.Row> rows) {
    return rows.stream().filter(row -> !row.label().blip()).toList();
  }
}
