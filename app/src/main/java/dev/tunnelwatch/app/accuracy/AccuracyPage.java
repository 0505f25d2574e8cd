package dev.tunnelwatch.app.accuracy;

import static dev.tunnelwatch.app.accuracy.Outcomes.number;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code docs/accuracy.md}: made of the result files and of nothing else. */
public final class AccuracyPage {

  private static final String SHARE = "%.3f";
  private static final String SECONDS = "%.0f s";
  private static final String COUNT = "%.0f";

  private final Map<Part, Proof> proofs = new EnumMap<>(Part.class);

  private AccuracyPage() {}

  /**
   * The page of the files below a directory. What was never measured is left out, but there is no
   * page without {@link Part#PLAIN} and {@link Part#MUTATED}.
   *
   * @throws IOException when one of these is missing, or a file is of another form
   */
  public static String of(Path directory) throws IOException {
    var page = new AccuracyPage();
    for (var part : Part.values()) {
      if (part.isNeeded() || Files.exists(Proof.file(directory, part.proof()))) {
        page.proofs.put(part, Proof.read(directory, part.proof()));
      }
    }
    return page.text();
  }

  private Outcomes of(Part part) {
    return new Outcomes(proof(part).results());
  }

  private Proof proof(Part part) {
    return Objects.requireNonNull(proofs.get(part));
  }

  private String text() {
    return Stream.of(
            "# Accuracy",
            INTRODUCTION.strip(),
            figures().toString().strip(),
            "## By cause",
            causes().toString().strip(),
            "## What was called what",
            CALLED.strip(),
            confusion(Part.PLAIN),
            confusion(Part.MUTATED),
            "## How it is scored",
            SCORING.strip(),
            "## How it was measured",
            measured().toString().strip())
        .collect(Collectors.joining("\n\n", "", "\n"));
  }

  private MarkdownTable figures() {
    var plain = of(Part.PLAIN);
    var mutated = of(Part.MUTATED);
    var table = MarkdownTable.of("figure", "to reach", "plain", "to reach", "mutated");
    table.row("F1", "≥ 0.98", plain.f1().text(SHARE), "≥ 0.95", mutated.f1().text(SHARE));
    both(table, "cause right", "/replay/judged/cause", "≥ 0.95", "≥ 0.90");
    table.row(
        "incidents per fault",
        "≤ 1.02",
        plain.incidentsPerFault().text(SHARE),
        "≤ 1.02",
        mutated.incidentsPerFault().text(SHARE));
    mean(table, "faults per incident", "/replay/found/faultsPerIncident");
    both(table, "evidence precision", "/replay/judged/evidence", "≥ 0.95", "≥ 0.95");
    both(table, "severity right", "/replay/judged/severity", "", "");
    both(table, "redundancy right", "/replay/judged/redundancy", "", "");
    spread(table, "beginning off by, p95 of a fleet", "/replay/judged/onsetSeconds");
    spread(table, "end off by, p95 of a fleet", "/replay/judged/endSeconds");
    for (var delivery : Trial.DELIVERIES) {
      boolean bound = delivery.equals("uniform");
      pages(table, "pages missed, " + delivery, delivery + "/pages/missed", COUNT, "0");
      pages(table, "false pages, " + delivery, delivery + "/pages/falsePages", COUNT, "");
      mean(table, "pages per fault, " + delivery, '/' + delivery + "/pages/perFault");
      table.row(
          "event to page, median, " + delivery,
          bound ? "< 150 s" : "stated",
          plain.median('/' + delivery + "/pages/delaySeconds").text(SECONDS),
          bound ? "< 150 s" : "stated",
          mutated.median('/' + delivery + "/pages/delaySeconds").text(SECONDS));
      table.row("blips paged, " + delivery, bound ? "≤ 1 %" : "stated", blips(delivery), "", "");
    }
    if (proofs.containsKey(Part.HEALTHY)) {
      table.row(
          "incidents of a healthy fleet, 50 gateways, 24 h",
          "0",
          String.valueOf(of(Part.HEALTHY).sum("/replay/found/incidents")),
          "",
          "");
    }
    return table;
  }

  private void both(MarkdownTable table, String name, String path, String plain, String mutated) {
    table.row(
        name,
        plain,
        of(Part.PLAIN).share(path).text(SHARE),
        mutated,
        of(Part.MUTATED).share(path).text(SHARE));
  }

  private void mean(MarkdownTable table, String name, String path) {
    table.row(
        name,
        "",
        of(Part.PLAIN).mean(path).text(SHARE),
        "",
        of(Part.MUTATED).mean(path).text(SHARE));
  }

  private void spread(MarkdownTable table, String name, String path) {
    table.row(
        name,
        "",
        of(Part.PLAIN).mean(path + "/p95").text(SECONDS),
        "",
        of(Part.MUTATED).mean(path + "/p95").text(SECONDS));
  }

  private void pages(MarkdownTable table, String name, String path, String format, String toReach) {
    table.row(
        name,
        toReach,
        of(Part.PLAIN).count('/' + path).text(format),
        toReach,
        of(Part.MUTATED).count('/' + path).text(format));
  }

  /** Those among other faults and those by themselves. */
  private String blips(String delivery) {
    var path = '/' + delivery + "/pages/blips";
    long quiet = sum(Part.PLAIN, path + "/right") + sum(Part.BLIPS, path + "/right");
    long all = sum(Part.PLAIN, path + "/of") + sum(Part.BLIPS, path + "/of");
    return "%s (%d of %d)"
        .formatted(number("%.1f %%", all == 0 ? 0 : 100.0 * (all - quiet) / all), all - quiet, all);
  }

  private long sum(Part part, String path) {
    return proofs.containsKey(part) ? of(part).sum(path) : 0;
  }

  private MarkdownTable causes() {
    var table =
        MarkdownTable.of(
            "cause", "faults", "found", "cause right", "mutated", "fragments", "event to page");
    var names = new TreeSet<String>();
    rows(Part.PLAIN, "/replay/causes").forEach(row -> names.add(row.path("cause").asText()));
    for (var name : names) {
      var plain = rows(Part.PLAIN, "/replay/causes", name);
      var delays = rows(Part.PLAIN, "/uniform/causes", name).stream();
      double median = Outcomes.median(delays.map(row -> row.path("delaySeconds")));
      table.row(
          '`' + name + '`',
          sum(plain, "/faults"),
          sum(plain, "/matched"),
          right(plain),
          right(rows(Part.MUTATED, "/replay/causes", name)),
          sum(plain, "/fragments"),
          median == 0 ? "" : number(SECONDS, median));
    }
    return table;
  }

  private Stream<JsonNode> rows(Part part, String path) {
    return proof(part).results().stream().flatMap(outcome -> outcome.at(path).valueStream());
  }

  private List<JsonNode> rows(Part part, String path, String cause) {
    return rows(part, path).filter(row -> row.path("cause").asText().equals(cause)).toList();
  }

  private static String right(List<JsonNode> rows) {
    return sum(rows, "/causeRight/right") + " of " + sum(rows, "/causeRight/of");
  }

  private static String sum(List<JsonNode> rows, String path) {
    return String.valueOf(rows.stream().mapToLong(row -> row.at(path).asLong()).sum());
  }

  /** A line for each cause that was ever called something else. */
  private String confusion(Part part) {
    var wrong = new TreeMap<String, Map<String, Long>>();
    for (var outcome : proof(part).results()) {
      for (var row : outcome.at("/replay/confusion").properties()) {
        for (var cell : row.getValue().properties()) {
          if (!cell.getKey().equals(row.getKey())) {
            wrong
                .computeIfAbsent(row.getKey(), _ -> new TreeMap<>())
                .merge(cell.getKey(), cell.getValue().asLong(), Long::sum);
          }
        }
      }
    }
    if (wrong.isEmpty()) {
      return "In " + part.word() + " words nothing was called what it is not.";
    }
    var table = MarkdownTable.of("fault, " + part.word(), "called");
    wrong.forEach(
        (cause, called) ->
            table.row(
                cause,
                called.entrySet().stream()
                    .map(cell -> cell.getKey() + " " + cell.getValue())
                    .collect(Collectors.joining(", "))));
    return table.toString().strip();
  }

  private MarkdownTable measured() {
    var table = MarkdownTable.of("file", "command", "commit", "fleets", "records", "seconds", "on");
    proofs.forEach(
        (part, proof) ->
            table.row(
                "[%s](proof/%s.json)".formatted(part.word(), part.proof()),
                '`' + proof.made().command() + '`',
                proof.made().commit().substring(0, Math.min(12, proof.made().commit().length())),
                String.valueOf(proof.counts().getOrDefault("fleets", 0L)),
                String.valueOf(proof.counts().getOrDefault("records", 0L)),
                number("%.0f", proof.seconds()),
                proof.made().machine()));
    return table;
  }

  private static final String INTRODUCTION =
      """
      How well what is concluded agrees with what really happened, over fleets whose faults are known because they were simulated. The
      labels are written before the logs and know nothing of our rules. Mutated fleets write other words, case and blanks, and reasons
      nobody knows. Beside each figure over all fleets stands that of the worst fleet, in brackets. Made by `./tunnelwatch accuracy` from
      its result files.
      """;

  private static final String CALLED =
      """
      Blips stand under the cause that their label names here, and under `blip` by cause: so more may be wrong of a cause here than there.
      """;

  private static final String SCORING =
      """
      An incident can be about a fault if they overlap in time (2 min apart at most), name a gateway in common and share something of the
      first kind that both name: tunnels, BGP peers, prefixes, sites. Of all such pairs the one with most evidence in common is taken
      first, then with most things in common, then with the nearest beginning; each fault and each incident once. That gives precision,
      recall and F1. Further incidents about a fault that has one are fragments. A cause is right if the label names or accepts it;
      `unexplained` is wrong wherever there is a cause. Evidence precision is the share of the shown lines that the label lists. Pages
      are judged as they were sent in order of arrival, by two profiles of delivery: uniform, 30 to 90 s; lognormal, median 60 s with a
      long tail. A page is false if its fault deserves none. A fault that healed before its page was due and was told as a notification
      (rule 35) is not missed. The time from event to page runs from the first loss of the site, though it may be one of many short ones
      before the loss that is to be paged: of what flaps it is longer than anybody waited. `score` tells the other time, too.
      """;
}
