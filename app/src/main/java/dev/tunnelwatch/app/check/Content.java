package dev.tunnelwatch.app.check;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What some bodies are made of, by kind and how many.
 *
 * @param records of gateways, by category
 * @param foreign of something else, by what it is
 * @param damaged what should have been a record, by what is wrong
 */
record Content(
    int bodies,
    SortedMap<String, Integer> records,
    SortedMap<String, Integer> foreign,
    SortedMap<String, Integer> damaged) {

  private static final Pattern CATEGORY = Pattern.compile("\"category\"\\s*:\\s*\"(\\w{1,40})\"");
  private static final String SETTINGS =
      "check that the gateways' diagnostic settings, and nothing else, send to this hub";

  static Content of(List<byte[]> bodies) {
    var records = new TreeMap<String, Integer>();
    var foreign = new TreeMap<String, Integer>();
    var damaged = new TreeMap<String, Integer>();
    for (var body : bodies) {
      for (var element : new BodySplitter().split(body)) {
        switch (element) {
          case Element.Rec rec when Canary.is(rec.gateway()) -> count(foreign, "canary");
          case Element.Rec rec -> count(records, category(rec));
          case Element.Foreign other -> count(foreign, other.kind());
          case Element.Broken broken -> count(damaged, broken.reason().word());
        }
      }
    }
    return new Content(bodies.size(), records, foreign, damaged);
  }

  private static void count(Map<String, Integer> counts, String kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  private static String category(Element.Rec rec) {
    var found = CATEGORY.matcher(new String(rec.bytes(), StandardCharsets.UTF_8));
    return found.find() ? found.group(1) : "other";
  }

  /**
   * @param owned partitions that an owner keeps to itself
   */
  Verdict verdict(List<String> owned) {
    if (bodies == 0) {
      return owned.isEmpty()
          ? Verdict.unknown("no body came in time", "")
          : Verdict.unknown(
              "no body could be looked at, for the owner of a partition is the only one in the"
                  + " group whom the hub shows its events",
              "");
    }
    var words =
        "the newest %s records of gateways: %s; of others: %s; damaged: %s"
            .formatted(
                Counted.of(bodies, "body holds", "bodies hold"),
                words(records),
                words(foreign),
                words(damaged));
    if (!records.isEmpty()) {
      return damaged.isEmpty() ? Verdict.ok(words) : Verdict.note(words, SETTINGS);
    }
    return foreign.isEmpty() ? Verdict.wrong(words, SETTINGS) : Verdict.note(words, SETTINGS);
  }

  private static String words(SortedMap<String, Integer> counts) {
    return counts.isEmpty()
        ? "none"
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }
}
