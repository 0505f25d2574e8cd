package dev.tunnelwatch.app.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.proof.Machine;
import dev.tunnelwatch.app.proof.Proof;
import dev.tunnelwatch.app.proof.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** {@code accuracy}: measures over many simulated fleets and writes the page. */
public final class AccuracyCommand implements Command {

  private static final Pattern SEEDS = Pattern.compile("(\\d{1,6})-(\\d{1,6})");

  private static final CommandSpec SPEC =
      new CommandSpec(
          "accuracy",
          "measures over many simulated fleets and writes docs/accuracy.md",
          List.of(
              Option.of("--out", "DIR", "where accuracy.md and proof/ are; docs"),
              Option.of("--seeds", "FROM-TO", "one fleet each; 1-20"),
              Option.of("--part", "NAME", "only " + String.join(", ", Part.words())),
              Option.flag("--page", "measure nothing, write the page of the files there are")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws Exception {
    var out = arguments.path("--out").orElse(Path.of("docs"));
    var text = arguments.text("--seeds").orElse("1-20");
    var seeds = seeds(text);
    var only = arguments.text("--part").map(_ -> arguments.word("--part", "", Part.words()));
    if (!arguments.flag("--page")) {
      for (var part : Part.values()) {
        if (only.isEmpty() || only.get().equals(part.word())) {
          measure(part, part == Part.HEALTHY ? seeds.subList(0, 1) : seeds, out, console);
        }
      }
    }
    for (var part : Part.values()) {
      if (part.isNeeded() && !Files.exists(Proof.file(out, part.proof()))) {
        console.err().println("no page yet: " + part.word() + " was never measured");
        return DONE;
      }
    }
    Files.writeString(out.resolve("accuracy.md"), AccuracyPage.of(out));
    return DONE;
  }

  private static List<Long> seeds(String text) {
    var found = SEEDS.matcher(text);
    if (found.matches()) {
      long from = Long.parseLong(found.group(1));
      long to = Long.parseLong(found.group(2));
      if (from <= to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
      }
    }
    throw Arguments.wrong("--seeds", "two numbers such as 1-20", text);
  }

  private static void measure(Part part, List<Long> seeds, Path out, Console console)
      throws Exception {
    long started = System.nanoTime();
    var commit = new Repository(Path.of("").toAbsolutePath()).head();
    var outcomes = new ArrayList<JsonNode>();
    long records = 0;
    for (long seed : seeds) {
      var outcome = Trial.run(part, seed);
      outcomes.add(outcome);
      records += outcome.path("records").asLong();
      console.err().printf("%s, seed %d of %s%n", part.word(), seed, seeds);
    }
    var range = seeds.getFirst() + "-" + seeds.getLast();
    new Proof(
            part.proof(),
            new Proof.Made(
                "./tunnelwatch accuracy --seeds %s --part %s".formatted(range, part.word()),
                commit,
                Machine.here()),
            range,
            Map.of("fleets", (long) seeds.size(), "records", records),
            Duration.ofNanos(System.nanoTime() - started).toMillis() / 1_000.0,
            outcomes)
        .write(out);
  }
}
