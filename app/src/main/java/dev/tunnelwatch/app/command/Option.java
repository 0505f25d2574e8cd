package dev.tunnelwatch.app.command;

import java.util.Optional;

/**
 * Something a command takes by name.
 *
 * @param name with its dashes: {@code --out}
 * @param value what stands for its value in the usage; empty for a switch
 * @param required whether the command makes no sense without it
 */
public record Option(String name, Optional<String> value, boolean required, String help) {

  /** One that may be left out. */
  public static Option of(String name, String value, String help) {
    return new Option(name, Optional.of(value), false, help);
  }

  public static Option required(String name, String value, String help) {
    return new Option(name, Optional.of(value), true, help);
  }

  /** One that is there or not. */
  public static Option flag(String name, String help) {
    return new Option(name, Optional.empty(), false, help);
  }

  /** {@code --out FILE}. */
  String form() {
    return name + value.map(v -> ' ' + v).orElse("");
  }
}
