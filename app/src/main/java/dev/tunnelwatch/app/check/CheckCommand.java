package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.config.ConfigException;
import dev.tunnelwatch.app.config.ConfigReader;
import dev.tunnelwatch.app.logging.ProcessLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code check}: what {@code run} would stumble over, and what to do about it. */
public final class CheckCommand implements Command {

  private static final CommandSpec SPEC =
      new CommandSpec(
          "check",
          "what run would stumble over, and what to do about it",
          List.of(
              Option.required(
                  "--config", "FILE", "as for run; TUNNELWATCH_… variables override its keys"),
              Option.of("--format", "FORMAT", "text (default) or json, one finding a line")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws InterruptedException {
    var json = arguments.word("--format", "text", List.of("text", "json")).equals("json");
    ProcessLog.silent();
    try {
      var config =
          ConfigReader.read(arguments.path("--config").orElseThrow(), console.environment());
      boolean terminal =
          Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
      var form = json ? Report.Form.JSON : terminal ? Report.Form.TERMINAL : Report.Form.PLAIN;
      var report = new Report(form, console.out());
      new CheckRun(report, console.err(), terminal).run(Checks.of(config, InstantSource.system()));
      report.conclude();
      return report.wrong() == 0 ? DONE : FAILED;
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return USAGE;
    }
  }
}
