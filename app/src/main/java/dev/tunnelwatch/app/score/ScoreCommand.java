package dev.tunnelwatch.app.score;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code score}: how well incidents agree with labels. */
public final class ScoreCommand implements Command {

  private static final CommandSpec SPEC =
      new CommandSpec(
          "score",
          "how well incidents, and the pages sent for them, agree with what is known",
          List.of(
              Option.required("--labels", "FILE", "what really happened, one JSON per line"),
              Option.required("--incidents", "FILE", "what was concluded, as replay writes it"),
              Option.of("--pages", "FILE", "what was sent, as replay --arrival --pages writes it"),
              Option.of("--format", "FORMAT", "text (default) or json")),
          Optional.empty(),
          List.of(
              "Exit code 0: measured, however good. 1: no label, no incident, or a file that could"
                  + " not be read.",
              "2: wrong usage."));

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException {
    var format = arguments.word("--format", "text", List.of("text", "json"));
    var labels = file(arguments, "--labels").orElseThrow();
    var incidents = file(arguments, "--incidents").orElseThrow();
    var score = Scoring.of(labels, incidents, file(arguments, "--pages"));
    if (score.found().faults() == 0) {
      console
          .err()
          .printf(
              "%s: no label in it, so that there is nothing to measure by; incidents: %d%n",
              labels, score.found().incidents());
      return FAILED;
    }
    console
        .out()
        .print(format.equals("json") ? ScoreJson.write(score) + '\n' : ScoreText.of(score));
    if (score.found().incidents() == 0) {
      console
          .err()
          .println(
              incidents
                  + ": no incident in it, so that every fault counts as missed; was it written?");
      return FAILED;
    }
    return DONE;
  }

  private static Optional<Path> file(Arguments arguments, String name) {
    var path = arguments.path(name);
    if (path.filter(p -> !Files.isReadable(p) || Files.isDirectory(p)).isPresent()) {
      throw Arguments.wrong(name, "a file that can be read", path.get().toString());
    }
    return path;
  }
}
