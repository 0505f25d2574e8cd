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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code alert-test}: a page marked as a test to every receiver, and its end. */
public final class AlertTestCommand implements Command {

  /** Long enough for an Alertmanager that groups pages without waiting to have sent it. */
  private static final Duration HOLD = Duration.ofSeconds(10);

  private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

  private static final Duration PROGRESS = Duration.ofSeconds(10);

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
      var told = new ArrayList<>(say("page", test.page(), out));
      hold(hold, out);
      told.addAll(say("notified", test.notified(), out));
      told.addAll(say("end", test.resolve(), out));
      out.println(conclusion(told));
      return told.stream().allMatch(one -> one.mark() == TestPage.Mark.OK) ? DONE : FAILED;
    }
  }

  /** Says from time to time that it waits, and for what. */
  private static void hold(Duration hold, PrintStream out) throws InterruptedException {
    for (var held = Duration.ZERO; held.compareTo(hold) < 0; ) {
      var left = hold.minus(held);
      var step = left.compareTo(PROGRESS) < 0 ? left : PROGRESS;
      Thread.sleep(step);
      held = held.plus(step);
      if (held.compareTo(hold) < 0) {
        out.printf("        the page stands: %d of %d s%n", held.toSeconds(), hold.toSeconds());
        out.flush();
      }
    }
  }

  private static String conclusion(List<TestPage.Told> told) {
    long wrong = count(told, TestPage.Mark.WRONG);
    long unknown = count(told, TestPage.Mark.UNKNOWN);
    if (wrong > 0) {
      return wrong + " wrong" + (unknown > 0 ? ", " + unknown + " unknown" : "");
    }
    return unknown > 0
        ? "every receiver took both; whether anybody was notified is not known"
        : "every receiver took both; whether somebody was woken only they can say";
  }

  private static long count(List<TestPage.Told> told, TestPage.Mark mark) {
    return told.stream().filter(one -> one.mark() == mark).count();
  }

  private static List<TestPage.Told> say(String what, List<TestPage.Told> told, PrintStream out) {
    for (var one : told) {
      out.printf("%-7s %s: %s: %s%n", word(one.mark()), one.receiver(), what, one.words());
    }
    out.flush();
    return told;
  }

  private static String word(TestPage.Mark mark) {
    return switch (mark) {
      case OK -> "ok";
      case WRONG -> "WRONG";
      case UNKNOWN -> "unknown";
    };
  }
}
