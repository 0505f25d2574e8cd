package dev.tunnelwatch.benchmarks.pages;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What correlating processes do while their machine fails them, as people read it. */
final class StreamsMachineTable {
  private static final String WORDS =
      """
      While a fleet's records come in, one of three processes has a machine that fails it for half a minute from
      when it met that, or until it ends: its disk is full while it has to take over from another, or when it starts; whatever it asks to be on disk
      for certain fails from its start on (EIO for `fsync` and `fdatasync`); or it starts with a clock 3,700 s ahead or
      behind, or has it set ahead by that while it works, and set right half a minute later. In each case it may go on, wait and not say that it works, or end and say why; ending without a word, or
      any incident that in the end is not that of the oracle and of a replay, fails the proof. So does a fault that did
      not reach the process: *reached* counts trials in which it did, and in brackets how often, as words of its log
      about a full disk, answers of the disk that `strace` made errors of, looks at its clock that were wrong by as
      much as they were to be. Started again on a whole machine it works.

      """;

  private static final Map<String, String> KINDS =
      Map.of(
          "DISK_FULL", "disk full while it takes over",
          "DISK_FULL_AT_START", "disk full when it starts",
          "IO_ERROR", "errors of the disk",
          "CLOCK_AHEAD", "clock ahead",
          "CLOCK_BEHIND", "clock behind",
          "CLOCK_SET", "clock set ahead while it works");

  private StreamsMachineTable() {}

  static String of(Proof proof) {
    var result = proof.results().getFirst();
    var table =
        MarkdownTable.of(
            "what",
            "trials",
            "reached",
            "worked",
            "not ready",
            "ended and said why",
            "ended silently");
    var kinds = new TreeMap<String, List<JsonNode>>();
    for (var trial : result.path("trials")) {
      kinds.computeIfAbsent(trial.path("kind").asText(), _ -> new ArrayList<>()).add(trial);
    }
    kinds.forEach(
        (kind, trials) ->
            table.row(
                KINDS.getOrDefault(kind, kind),
                Integer.toString(trials.size()),
                reached(trials),
                reacted(trials, "WORKED"),
                reacted(trials, "NOT_READY"),
                reacted(trials, "ENDED_LOUDLY"),
                reacted(trials, "ENDED_SILENTLY")));
    return Verdict.loud(result) + WORDS + table + "\n" + incidents(result);
  }

  private static String reached(List<JsonNode> trials) {
    var arrivals = trials.stream().map(trial -> trial.path("arrivals").asLong()).toList();
    return "%d (%s)"
        .formatted(
            arrivals.stream().filter(times -> times > 0).count(),
            arrivals.stream().map(String::valueOf).collect(joining(", ")));
  }

  private static String reacted(List<JsonNode> trials, String how) {
    return Long.toString(
        trials.stream().filter(trial -> trial.path("reaction").asText().equals(how)).count());
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
