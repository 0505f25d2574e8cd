package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;

/** What a correlating process holds after a while, as people read it. */
final class StreamsSoakTable {
  private static final String WORDS =
      """
      One process, two threads, correlates at a steady pace, its transactions far shorter than usual: a
      producer whose epochs run out of numbers takes another id. Of the second half, when everything has
      been used once:

      """;

  private StreamsSoakTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var table = MarkdownTable.of("figure", "reached");
    table.row("correlated for", "%.0f s".formatted(result.path("soakedSeconds").asDouble()));
    table.row("records", count(result, "records"));
    table.row("events told", count(result, "events"));
    table.row("commits every", count(result, "commitMillis") + " ms");
    table.row("producer ids of its two threads", count(result, "producerIds"));
    table.row("memory in use, least to most", span(result, "Mib") + " MiB");
    table.row(
        "memory gained an hour (straight line)",
        "%.1f MiB".formatted(result.path("mibAnHour").asDouble()));
    table.row("threads", span(result, "Threads"));
    table.row("file descriptors", span(result, "Descriptors"));
    table.row(
        "the oldest event when it was told",
        "%.1f s".formatted(result.path("oldestMillis").asLong() / 1e3));
    return WORDS + table;
  }

  private static String span(JsonNode result, String what) {
    return count(result, "least" + what) + " to " + count(result, "most" + what);
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }
}
