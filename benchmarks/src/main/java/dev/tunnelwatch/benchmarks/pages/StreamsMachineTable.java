package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.Locale;
import java.util.Map;

/** What correlating processes do while their machine fails them, as people read it. */
final class StreamsMachineTable {
  private static final String WORDS =
      """
      While a fleet's records come in, the disk of one of three processes is full for half a minute
      (once while it works, once while it starts), whatever it asks to be on disk for certain fails from its start on (EIO
      for `fsync` and `fdatasync`), or it starts with a clock 3,700 s ahead or behind. In each case it may go on, wait
      and not say that it works, or end and say why; ending without a word, or any incident that in the end is not that of
      the oracle and of a replay, fails the proof. Started again on a whole machine it works.

      """;

  private static final Map<String, String> KINDS =
      Map.of(
          "DISK_FULL", "disk full",
          "IO_ERROR", "errors of the disk",
          "CLOCK_AHEAD", "clock ahead",
          "CLOCK_BEHIND", "clock behind");

  private StreamsMachineTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var table =
        MarkdownTable.of("what", "worked", "was not ready", "ended and said why", "ended silently");
    result
        .path("reactions")
        .properties()
        .forEach(
            kind -> {
              var of = kind.getValue();
              table.row(
                  KINDS.getOrDefault(kind.getKey(), kind.getKey()),
                  of.path("WORKED").asText("0"),
                  of.path("NOT_READY").asText("0"),
                  of.path("ENDED_LOUDLY").asText("0"),
                  of.path("ENDED_SILENTLY").asText("0"));
            });
    return WORDS + table + "\n" + incidents(result);
  }

  private static String incidents(JsonNode result) {
    var settled = result.path("settled");
    int wrong =
        settled.path("oracleDiffers").size()
            + settled.path("replayDiffers").size()
            + settled.path("incidentsDiffer").size()
            + settled.path("leftOpen").size();
    return String.format(
        Locale.ROOT,
        "Of %,d gateway incidents and %,d incidents in the end %,d were not as they had to be.%n",
        settled.path("gatewayIncidents").asInt(),
        settled.path("incidents").asInt(),
        wrong);
  }
}
