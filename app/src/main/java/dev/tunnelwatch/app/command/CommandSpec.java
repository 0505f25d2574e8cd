package dev.tunnelwatch.app.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a command is called and what it takes.
 *
 * @param summary one line
 * @param operands what follows the options, at least one; empty when there is none
 * @param notes lines below the options: what they do not say of themselves
 */
public record CommandSpec(
    String name,
    String summary,
    List<Option> options,
    Optional<String> operands,
    List<String> notes) {

  public CommandSpec {
    options = List.copyOf(options);
    notes = List.copyOf(notes);
  }

  /** One whose options say it all. */
  public CommandSpec(String name, String summary, List<Option> options, Optional<String> operands) {
    this(name, summary, options, operands, List.of());
  }

  Optional<Option> option(String optionName) {
    return options.stream().filter(option -> option.name().equals(optionName)).findFirst();
  }

  /** One line: {@code replay [--out FILE] PATH…}. */
  String form() {
    return options.stream()
        .map(option -> option.required() ? option.form() : '[' + option.form() + ']')
        .collect(Collectors.joining(" ", name + ' ', operands.map(o -> ' ' + o).orElse("")));
  }

  /** What {@code --help} prints. */
  String help() {
    var lines =
        options.stream()
            .map(option -> "  %-22s %s%n".formatted(option.form(), option.help()))
            .collect(Collectors.joining());
    var below = notes.isEmpty() ? "" : "%n%s%n".formatted(String.join("%n".formatted(), notes));
    return "usage: tunnelwatch %s%n%n%s%n%n%s%s".formatted(form(), summary, lines, below);
  }
}
