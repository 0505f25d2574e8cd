package dev.tunnelwatch.app.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandLine;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.replay.ReplayCommand;
import dev.tunnelwatch.app.score.ScoreJson;
import dev.tunnelwatch.app.score.Scoring;
import dev.tunnelwatch.app.simulate.SimulateCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One simulated fleet, replayed by the commands that anybody can type: {@code simulate}; {@code
 * replay} of its hub; {@code replay --arrival} by both deliveries. Each is scored as {@code score}
 * does, which refuses a healthy fleet: it has no label.
 */
final class Trial {

  static final List<String> DELIVERIES = List.of("uniform", "lognormal");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommandLine COMMANDS =
      new CommandLine(List.of(new SimulateCommand(), new ReplayCommand()));

  private final Path directory;

  private Trial(Path directory) {
    this.directory = directory;
  }

  /**
   * The outcome: {@code seed}, {@code records}, {@code replay} (a score, of its faults those that
   * went wrong), and for each delivery {@code pages} and what they were by {@code causes}.
   */
  static JsonNode run(Part part, long seed) throws Exception {
    var directory = Files.createTempDirectory("tunnelwatch-accuracy");
    try {
      return new Trial(directory).outcome(part, seed);
    } finally {
      delete(directory);
    }
  }

  private JsonNode outcome(Part part, long seed) throws Exception {
    simulate(part, seed);
    replay("replayed", at("fleet/records/hub"), "--summary", at("summary"));
    var outcome = JSON.createObjectNode().put("seed", seed);
    outcome.put("records", JSON.readTree(Path.of(at("summary")).toFile()).path("records").asLong());
    var score = score("replayed", Optional.empty());
    onlyWrong(score);
    outcome.set("replay", score.without("paged"));
    for (var delivery : DELIVERIES) {
      var pages = at(delivery + ".pages");
      var export = at("fleet/arrival/" + delivery + ".jsonl");
      replay(delivery, export, "--arrival", "--pages", pages);
      var lived = score(delivery, Optional.of(pages));
      var told = outcome.putObject(delivery);
      told.set("pages", lived.path("paged"));
      told.set("causes", lived.path("causes"));
    }
    return outcome;
  }

  private void simulate(Part part, long seed) throws Exception {
    var words =
        new ArrayList<>(List.of("simulate", "--out", at("fleet"), "--seed", String.valueOf(seed)));
    words.addAll(List.of("--scenario", part.scenario()));
    words.addAll(List.of("--gateways", String.valueOf(part.gateways())));
    words.addAll(List.of("--hours", String.valueOf(part.hours())));
    words.addAll(part.more());
    run(words);
  }

  private void replay(String out, String input, String... more) throws Exception {
    var words = new ArrayList<>(List.of("replay", "--out", at(out)));
    words.addAll(List.of("--inventory", at("fleet/inventory")));
    words.addAll(List.of(more));
    words.add(input);
    run(words);
  }

  private ObjectNode score(String incidents, Optional<String> pages) throws IOException {
    var labels = Path.of(at("fleet/labels.jsonl"));
    return (ObjectNode)
        ScoreJson.tree(Scoring.of(labels, Path.of(at(incidents)), pages.map(Path::of)));
  }

  private static void run(List<String> words) throws Exception {
    var out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var err = new ByteArrayOutputStream();
    var console = new Console(out, new PrintStream(err, true, StandardCharsets.UTF_8), Map.of());
    if (COMMANDS.run(words, console) != Command.DONE) {
      throw new IOException(String.join(" ", words) + ": " + err.toString(StandardCharsets.UTF_8));
    }
  }

  private static void onlyWrong(ObjectNode score) {
    var wrong = JSON.createArrayNode();
    for (var fault : score.path("faults")) {
      if (!fault.path("wrong").isEmpty()) {
        wrong.add(fault);
      }
    }
    score.set("faults", wrong);
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
