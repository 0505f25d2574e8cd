package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;
import java.util.stream.Collectors;

/** What correlation holds of a large fleet, as people read it. */
final class StreamsDayTable {
  private static final String WORDS =
      """
      One correlating process with two threads has taken a day of 10,000 gateways with 4 tunnels each, 90 %
      of it IKE lines, a few of each gateway in an hour, and holds what it has to remember of it. Then it is killed (`kill -9`) and started: with
      what its disk holds, and with nothing, so that all of it comes back from Kafka. *Works again* is from
      the start of the JVM until every task does its work.

      """;

  private StreamsDayTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var held =
        MarkdownTable.of("held", "")
            .row("records", number(result.path("records")))
            .row("live objects", mib(result.path("liveMiB")))
            .row(
                "resident memory (heap of %s)".formatted(result.path("heap").asText()),
                mib(result.path("residentMiB")))
            .row("state on disk", mib(result.path("stateMiB")))
            .row("its changelogs in Kafka", mib(result.path("changelogMiB")));
    var restarts = MarkdownTable.of("started", "works again after, by round");
    restarts.row("with its state", seconds(result.path("keptMillis")));
    restarts.row("from nothing", seconds(result.path("wipedMillis")));
    return WORDS + held + "\n" + restarts + "\n" + Circumstances.of(proof);
  }

  private static String number(JsonNode number) {
    return String.format(Locale.ROOT, "%,d", number.asLong());
  }

  private static String mib(JsonNode number) {
    return String.format(Locale.ROOT, "%,.0f MiB", number.asDouble());
  }

  private static String seconds(JsonNode millis) {
    return millis
        .valueStream()
        .map(each -> "%.1f s".formatted(each.asLong() / 1e3))
        .collect(Collectors.joining(", "));
  }
}
