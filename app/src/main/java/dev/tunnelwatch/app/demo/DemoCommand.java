package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.app.broker.BrokerException;
import dev.tunnelwatch.app.command.Arguments;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.app.command.CommandSpec;
import dev.tunnelwatch.app.command.Console;
import dev.tunnelwatch.app.command.Option;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.app.pipeline.StopSignal;
import dev.tunnelwatch.app.topics.TopicException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code demo}: watch faults of known cause travel from an event hub to a page. */
public final class DemoCommand implements Command {

  private static final Path DIRECTORY = Path.of("data", "demo");

  private static final CommandSpec SPEC =
      new CommandSpec(
          "demo",
          "a simulated fleet through the whole pipeline, a web page, and a verdict at the end",
          List.of(
              Option.of("--duration", "TIME", "real time the faults take; 2m"),
              Option.of("--speed", "N", "seconds of the fleet's life per second; 20"),
              Option.of("--port", "N", "of the web page; 8080, else any that is free"),
              Option.of("--seed", "N", "another fleet with other faults; 1"),
              Option.of(
                  "--alertmanager",
                  "URL",
                  "one of yours that is told, too, and pages whom it pages in production"),
              Option.flag(
                  "--keep",
                  "page and servers stay after the verdict until Ctrl-C; else they end with it")),
          Optional.empty());

  @Override
  public CommandSpec spec() {
    return SPEC;
  }

  @Override
  public int run(Arguments arguments, Console console) throws InterruptedException {
    var options = DemoOptions.of(arguments);
    try (var signal = StopSignal.listen();
        var directory = DemoDirectory.fresh(DIRECTORY);
        var started = new Started()) {
      return new Demo(options, directory.path(), started, signal, console.out()).run();
    } catch (BrokerException | TopicException | IOException e) {
      console.err().println("tunnelwatch: " + e.getMessage());
      return FAILED;
    }
  }
}
