package dev.tunnelwatch.app.alerttest;

import dev.tunnelwatch.alerts.TestPage;
import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.ConfigException;
import dev.tunnelwatch.app.config.ConfigReader;
import dev.tunnelwatch.app.logging.ProcessLog;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code alert-test}: a page marked as a test to every receiver, and its end. */
public final class AlertTestCommand implements Command {

  /** Long enough for an Alertmanager that groups pages without waiting to have sent it. */
  private static final Duration HOLD = Duration.ofSeconds(10);

  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  private static final CommandSpec SPEC =
      new CommandSpec(
          "alert-test",
          "one page marked TEST to every receiver, and its end",
          List.of(
              Option.required(
                  "--config", "FILE", "as for run; its receivers are told, Kafka is not"),
              Option.of("--hold", "DURATION", "from the page to its end; 10s if not given")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws InterruptedException, IOException {
    var hold = arguments.duration("--hold", HOLD);
    if (hold.compareTo(LONGEST_HOLD) > 0) {
      throw Arguments.wrong("--hold", "at most 10m", hold.toSeconds() + "s");
    }
    ProcessLog.silent();
    try {
      var config =
          ConfigReader.read(arguments.path("--config").orElseThrow(), console.environment());
      return run(config.alerting(), hold, console.out());
    } catch (ConfigException e) {
      console.err().println(e.getMessage());
      return USAGE;
    }
  }

  private static int run(AppConfig.Alerting alerting, Duration hold, PrintStream out)
      throws InterruptedException, IOException {
    if (!alerting.wakesSomebody()) {
      out.println(
          "WRONG   no receiver is configured: alerts.alertmanagers, alerts.webhook.addresses");
      return FAILED;
    }
    try (var test =
        TestPage.of(
            alerting.receivers(Optional.empty()), alerting.links(), InstantSource.system())) {
      int failures = say("page", test.page(), out);
      Thread.sleep(hold);
      failures += say("end", test.resolve(), out);
      out.println(
          failures == 0
              ? "every receiver took both; whether somebody was woken only they can say"
              : failures + " not taken");
      return failures == 0 ? DONE : FAILED;
    }
  }

  private static int say(String what, List<TestPage.Told> told, PrintStream out) {
    int failures = 0;
    for (var one : told) {
      failures += one.trouble().isPresent() ? 1 : 0;
      out.printf(
          "%-7s %s: %s: %s%n",
          one.trouble().isPresent() ? "WRONG" : "ok",
          one.receiver(),
          what,
          one.trouble().orElse("taken"));
    }
    out.flush();
    return failures;
  }
}
