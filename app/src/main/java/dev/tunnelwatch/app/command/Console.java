package dev.tunnelwatch.app.command;

import java.io.PrintStream;
import java.util.Map;

/**
 * The world as a command sees it.
 *
 * @param out for results
 * @param err for progress and problems
 */
public record Console(PrintStream out, PrintStream err, Map<String, String> environment) {
  public Console {
    environment = Map.copyOf(environment);
  }
}
