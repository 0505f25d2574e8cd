package dev.tunnelwatch.app.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a command is called and what it takes.
 *
 * @param summary one line
 * @param operands what follows the options, at least one; empty when there is none
 */
public record CommandSpec(
    String name, String summary, List<Option> options, Optional<String> operands) {

  public CommandSpec {
    options = List.copyOf(options);
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
    return "usage: tunnelwatch %s%n%n%s%n%n%s".formatted(form(), summary, lines);
  }
}
