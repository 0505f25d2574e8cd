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
import dev.tunnelwatch.simulator.fleet.Scenario.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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
              Option.of("--scenario", "NAME", "which faults, as below; all"),
              Option.of("--gateways", "N", "how many, " + bounds() + "; " + GATEWAYS),
              Option.of("--hours", "N", "how long, 1 to " + MOST_HOURS + "; " + HOURS),
              Option.flag("--mutate", "other words, case and blanks than those that are known")),
          Optional.empty(),
          scenarios());

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

  private static String bounds() {
    return "2 to %d (%s: to %d; %s: %d)"
        .formatted(
            Scenario.MAX_GATEWAYS, name(Plot.SCALE), Scenario.MAX_LARGE, name(Plot.DEMO), GATEWAYS);
  }

  private static List<String> scenarios() {
    return Stream.concat(
            Stream.of("scenarios:"),
            Arrays.stream(Plot.values()).map(p -> "  %-12s %s".formatted(name(p), about(p))))
        .toList();
  }

  private static String name(Plot plot) {
    return plot.name().toLowerCase(Locale.ROOT);
  }

  private static String about(Plot plot) {
    return switch (plot) {
      case DEMO -> "six faults of six causes and a blip, all early";
      case ALL -> "every fault that one gateway can show";
      case HEALTHY -> "no fault";
      case COMPOUND -> "two faults at once on one gateway, of no common cause";
      case BLIPS -> "losses too short to wake anyone";
      case MAINTENANCE -> "instances that fail over, by plan or not";
      case FLAPPING -> "lines that come and go";
      case UNSTABLE -> "instances and whole gateways that come and go";
      case JOINED -> "tunnels between two gateways of the fleet, which both tell of them";
      case SCALE -> "about two million records, few faults, however many gateways";
    };
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
