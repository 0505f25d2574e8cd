package dev.tunnelwatch.app.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the command that is meant and runs it. */
public final class CommandLine {
  private final List<Command> commands;

  public CommandLine(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /**
   * Runs the command that the first word names.
   *
   * @return the exit code: 0 done, 1 failed, 2 wrong usage
   */
  public int run(List<String> words, Console console) throws Exception {
    if (words.isEmpty()) {
      console.err().print(usage());
      return Command.USAGE;
    }
    var name = words.getFirst();
    if (isHelp(name)) {
      console.out().print(usage());
      return Command.DONE;
    }
    if (name.equals("--version")) {
      console.out().println(Version.line());
      return Command.DONE;
    }
    if (name.equals("help")) {
      return help(words.subList(1, words.size()), console);
    }
    var command = named(name);
    if (command.isEmpty()) {
      console.err().printf("tunnelwatch: expected a command, got \"%s\"%n%n%s", name, usage());
      return Command.USAGE;
    }
    return run(command.get(), words.subList(1, words.size()), console);
  }

  /** {@code help} and {@code help COMMAND}, as other programs have them. */
  private int help(List<String> about, Console console) throws Exception {
    if (about.size() > 1) {
      console
          .err()
          .printf("help: expected one command, got \"%s\"%n%n%s", String.join(" ", about), usage());
      return Command.USAGE;
    }
    var option = List.of("--help");
    return run(about.isEmpty() ? option : List.of(about.getFirst(), option.getFirst()), console);
  }

  private static int run(Command command, List<String> words, Console console) throws Exception {
    var spec = command.spec();
    if (words.stream().takeWhile(word -> !word.equals("--")).anyMatch(CommandLine::isHelp)) {
      console.out().print(spec.help());
      return Command.DONE;
    }
    try {
      return command.run(Arguments.parse(spec, words), console);
    } catch (UsageException e) {
      console.err().printf("%s%nusage: tunnelwatch %s%n", e.getMessage(), spec.form());
      return Command.USAGE;
    }
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h");
  }

  private Optional<Command> named(String name) {
    return commands.stream().filter(command -> command.spec().name().equals(name)).findFirst();
  }

  private String usage() {
    return commands.stream()
        .map(command -> "  %-10s %s%n".formatted(command.spec().name(), command.spec().summary()))
        .collect(
            Collectors.joining(
                "",
                "usage: tunnelwatch COMMAND [OPTION]…%n%n".formatted(),
                "%ntunnelwatch COMMAND --help tells its options, tunnelwatch --version which build this is.%n"
                    .formatted()));
  }
}
