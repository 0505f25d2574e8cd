package dev.tunnelwatch.app.simulate;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.command.UsageException;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.FleetFiles;
import dev.tunnelwatch.simulator.fleet.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code simulate}: logs, inventory and the truth about every fault, as files. */
public final class SimulateCommand implements Command {

  private static final int GATEWAYS = 12;
  private static final int HOURS = 6;
  private static final int MOST_HOURS = 168;

  private static final CommandSpec SPEC =
      new CommandSpec(
          "simulate",
          "writes logs of a fleet whose faults are known",
          List.of(
              Option.required("--out", "DIR", "where to; made when absent, else it must be empty"),
              Option.of("--seed", "N", "equal seeds give equal files; 1"),
              Option.of("--scenario", "NAME", "all (default), or " + String.join(", ", others())),
              Option.of("--gateways", "N", "how many; " + GATEWAYS),
              Option.of("--hours", "N", "how long; " + HOURS),
              Option.flag("--mutate", "other words, case and blanks than those that are known")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException {
    var out = empty(arguments.path("--out").orElseThrow());
    var name = arguments.text("--scenario").orElse("all");
    var fleet = fleet(arguments, name);
    make(out);
    long records = FleetFiles.write(out, fleet, new WritingProgress(console.err()));
    console
        .out()
        .printf(
            "%s: %s, %s, %s%n",
            out,
            Counted.of(fleet.gateways().size(), "gateway"),
            Counted.of(fleet.labels().size(), "fault"),
            Counted.of(records, "record"));
    return DONE;
  }

  private static List<String> others() {
    return Scenario.names().stream().filter(name -> !name.equals("all")).toList();
  }

  private static Fleet fleet(Arguments arguments, String name) {
    long seed = arguments.number("--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
    int gateways = (int) arguments.number("--gateways", GATEWAYS, 2, Scenario.MAX_LARGE);
    int hours = (int) arguments.number("--hours", HOURS, 1, MOST_HOURS);
    try {
      return Scenario.named(name, seed, Scenario.DEFAULT_START, gateways, hours)
          .map(scenario -> arguments.flag("--mutate") ? scenario.mutate() : scenario)
          .map(Fleet::of)
          .orElseThrow(
              () ->
                  Arguments.wrong(
                      "--scenario", "one of " + String.join(", ", Scenario.names()), name));
    } catch (IllegalArgumentException e) {
      // A scenario says itself what it cannot do with so few gateways or hours.
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Only now, since wrong usage is to leave nothing behind. */
  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "try", ""));
    } catch (IOException e) {
      throw Arguments.wrong("--out", "a directory that can be written", directory.toString());
    }
  }

  /** Files of another run in between would be read as one with these. */
  private static Path empty(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (var content = Files.list(directory)) {
        if (content.findAny().isEmpty()) {
          return directory;
        }
      }
    } else if (!Files.exists(directory)) {
      return directory;
    }
    throw Arguments.wrong("--out", "a directory that is empty or absent", directory.toString());
  }
}
