package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How fast correlation is on Kafka Streams, as people read it. */
final class StreamsTables {
  private static final String SPEED_WORDS =
      """
      Records that wait in `tw.records` are correlated by one process with two threads, on a broker on the
      same processors, everything on: events, incidents, state and its changelogs, committed exactly once
      twice a second, and at once where somebody waits for it (ten times a second up to `c1cda59`, and so
      in what was measured at commits before it). The floor is a Kafka Streams application with the same
      settings that runs Jackson's tokens over each record and forgets it. Each is a new
      process over the same topic, in turns; what it takes of the first third is not counted. *Settled*
      is for how long incidents were still told after the last record was taken. Goal: 0.9 times as fast.

      """;
  private static final String GROWTH_WORDS =
      """
      As many records of more gateways, otherwise as above. Goal: within 20 % of each other.

      """;
  private static final String LATENCY_WORDS =
      """
      From a record's place in the hub until the first revision of an incident that rests on it is there
      for readers of committed records, with hub, broker, ingest and correlation (`tunnelwatch run`) on the
      same processors. Goal: 400 ms for half of them, 1,000 ms for 99 of 100.

      """;
  private static final String PEERS_WORDS =
      """
      Flaps in a file of nothing but tunnels that go and come back within five minutes, of 10,000
      gateways: Flink CEP (its own small cluster in a JVM, parallelism 2, event time, 90 s late) and the
      Simple Event Correlator (contexts by name, no patterns of patterns; it knows no time but the
      clock's) find a loss with its return within three minutes. Beside them `replay`, which makes
      incidents of all of it, with cause, redundancy, evidence and words. Goal: 3 times Flink CEP, 30
      times SEC. *Found* are matches of Flink's, events of SEC's and incidents of ours, which are not the
      same: ours puts losses together that are one fault, and SEC's three minutes run by the clock.

      """;

  private static final String RECOVERY_WORDS =
      """
      64 gateways say something all the time; the oldest event when a reader of committed events sees
      it, after a kill. *Taken over*: a second process has a copy of the state and nobody starts the first.
      *The setting* is `transaction.abort.timed.out.transaction.cleanup.interval.ms` of the broker. They have
      next to no state; how long a day of 10,000 gateways takes to be there again is told in
      [performance.md](performance.md#a-day-of-10000-gateways).

      """;

  private StreamsTables() {}

  static String speed(Proof proof) {
    var table =
        MarkdownTable.of(
            "routine", "round", "floor, records/s", "ours, records/s", "times as fast", "settled");
    for (var mix : proof.results()) {
      var routine = "%.0f %%".formatted(100 * mix.path("routine").asDouble());
      var ratios = new ArrayList<Double>();
      for (var round : mix.path("rounds")) {
        double floor = round.path("floor").asDouble();
        double ours = round.path("ours").asDouble();
        ratios.add(ours / floor);
        table.row(
            routine,
            Integer.toString(ratios.size()),
            count(floor),
            count(ours),
            "%.2f".formatted(ours / floor),
            seconds(round));
      }
      table.row(routine, "median", "", "", "%.2f".formatted(median(ratios)), "");
    }
    return SPEED_WORDS + table + "\n" + Circumstances.of(proof);
  }

  static String growth(Proof proof) {
    var table = MarkdownTable.of("gateways", "records/s, by round", "median", "settled");
    for (var fleet : proof.results()) {
      var rates = new ArrayList<Double>();
      fleet.path("rounds").forEach(round -> rates.add(round.path("ours").asDouble()));
      var settled =
          fleet
              .path("rounds")
              .valueStream()
              .max(Comparator.comparingDouble(round -> round.path("settled").asDouble()))
              .orElseThrow();
      table.row(
          count(fleet.path("gateways").asDouble()),
          String.join(", ", rates.stream().map(StreamsTables::count).toList()),
          count(median(rates)),
          seconds(settled));
    }
    return GROWTH_WORDS + table + "\n" + Circumstances.of(proof);
  }

  static String latency(Proof proof) {
    var table =
        MarkdownTable.of(
            "records/s", "gateways", "incidents", "half within", "99 of 100 within", "all within");
    for (var one : proof.results()) {
      table.row(
          count(one.path("perSecond").asDouble()),
          count(one.path("gateways").asDouble()),
          count(one.path("incidents").asDouble()),
          millis(one.path("p50")),
          millis(one.path("p99")),
          millis(one.path("max")));
    }
    return LATENCY_WORDS + table + "\n" + Circumstances.of(proof);
  }

  static String peers(Proof proof) {
    var table =
        MarkdownTable.of(
            "round",
            "Flink CEP, records/s",
            "SEC, records/s",
            "ours, records/s",
            "times Flink CEP",
            "times SEC",
            "found by Flink CEP, SEC, us");
    int round = 0;
    for (var one : proof.results()) {
      double flink = rate(one, "flink");
      double sec = rate(one, "sec");
      double ours = rate(one, "ours");
      table.row(
          Integer.toString(++round),
          count(flink),
          count(sec),
          count(ours),
          "%.2f".formatted(ours / flink),
          "%.2f".formatted(ours / sec),
          "%s, %s, %s".formatted(found(one, "flink"), found(one, "sec"), found(one, "ours")));
    }
    return PEERS_WORDS + table + "\n" + Circumstances.of(proof);
  }

  /** How long nothing was told after a kill. */
  static String recovery(Proof proof) {
    var table =
        MarkdownTable.of(
            "went on", "the setting", "kills", "half within", "95 of 100 within", "goal");
    for (var way : proof.results()) {
      var sorted = way.path("millis").valueStream().map(JsonNode::asLong).sorted().toList();
      boolean takenOver = way.path("way").asText().equals("taken_over");
      boolean set = way.path("setting").asBoolean(true);
      table.row(
          way.path("way").asText().replace('_', ' '),
          set ? "1 s" : "10 s, Kafka's own",
          Integer.toString(sorted.size()),
          "%.1f s".formatted(share(sorted, 0.5) / 1e3),
          "%.1f s".formatted(share(sorted, 0.95) / 1e3),
          set ? takenOver ? "15 s" : "8 s" : "");
    }
    return Verdict.loud(proof.results()) + RECOVERY_WORDS + table + "\n" + Circumstances.of(proof);
  }

  private static long share(List<Long> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static double rate(JsonNode round, String contender) {
    return round.path(contender).path("recordsPerSecond").asDouble();
  }

  private static String found(JsonNode round, String contender) {
    return count(round.path(contender).path("found").asDouble());
  }

  private static double median(List<Double> numbers) {
    return numbers.stream().sorted().toList().get(numbers.size() / 2);
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  private static String seconds(JsonNode round) {
    return "%.1f s".formatted(round.path("settled").asDouble());
  }

  private static String millis(JsonNode number) {
    return "%,d ms".formatted(number.asLong());
  }
}
