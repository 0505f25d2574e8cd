package dev.tunnelwatch.app.command;

/** Something the user may ask for by name. */
public interface Command {

  int DONE = 0;
  int FAILED = 1;
  int USAGE = 2;

  /** What it is called and what it takes. */
  CommandSpec spec();

  /**
   * Does it.
   *
   * @return the exit code
   * @throws UsageException when an argument does not make sense; nothing has been done then
   */
  int run(Arguments arguments, Console console) throws Exception;
}
