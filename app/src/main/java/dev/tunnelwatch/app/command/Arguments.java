package dev.tunnelwatch.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a command line says, by option; asking for a value checks it. */
public final class Arguments {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

  private final Map<String, String> values;
  private final List<String> operands;

  private Arguments(Map<String, String> values, List<String> operands) {
    this.values = Map.copyOf(values);
    this.operands = List.copyOf(operands);
  }

  /** Takes {@code --out FILE} and {@code --out=FILE}; after {@code --} all are operands. */
  static Arguments parse(CommandSpec spec, List<String> words) {
    var values = new HashMap<String, String>();
    var operands = new ArrayList<String>();
    for (var rest = words.iterator(); rest.hasNext(); ) {
      var word = rest.next();
      if (word.equals("--")) {
        rest.forEachRemaining(operands::add);
      } else if (word.startsWith("-") && word.length() > 1) {
        option(spec, word, rest, values);
      } else {
        operands.add(word);
      }
    }
    checkComplete(spec, values, operands);
    return new Arguments(values, operands);
  }

  private static void option(
      CommandSpec spec, String word, Iterator<String> rest, Map<String, String> values) {
    int equals = word.indexOf('=');
    var name = equals < 0 ? word : word.substring(0, equals);
    var option =
        spec.option(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s: expected an option of %s, got one it does not have"
                            .formatted(name, spec.name())));
    String value;
    if (option.value().isEmpty()) {
      if (equals >= 0) {
        throw new UsageException(
            name + ": expected no value, got \"" + word.substring(equals + 1) + '"');
      }
      value = "";
    } else if (equals >= 0) {
      value = word.substring(equals + 1);
    } else if (rest.hasNext()) {
      value = rest.next();
    } else {
      throw new UsageException(name + ": expected " + option.value().get() + ", got nothing");
    }
    if (values.putIfAbsent(name, value) != null) {
      throw new UsageException(name + ": expected it once, got it twice");
    }
  }

  private static void checkComplete(
      CommandSpec spec, Map<String, String> values, List<String> operands) {
    for (var option : spec.options()) {
      if (option.required() && !values.containsKey(option.name())) {
        throw new UsageException(
            "%s: expected %s, got nothing".formatted(option.name(), option.form()));
      }
    }
    if (spec.operands().isEmpty() && !operands.isEmpty()) {
      throw new UsageException(
          "%s: expected options only, got \"%s\"".formatted(spec.name(), operands.getFirst()));
    }
    if (spec.operands().isPresent() && operands.isEmpty()) {
      throw new UsageException(
          "%s: expected %s, got nothing%s"
              .formatted(spec.name(), spec.operands().get(), taken(values)));
    }
  }

  /** An option may have taken for its value what was meant to be an operand. */
  private static String taken(Map<String, String> values) {
    return values.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "\"%s\" is the value of %s".formatted(entry.getValue(), entry.getKey()))
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(", "), told -> told.isEmpty() ? "" : "; " + told));
  }

  public boolean flag(String name) {
    return values.containsKey(name);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  /** What follows the options. */
  public List<String> operands() {
    return operands;
  }

  /** A whole number within bounds, both included. */
  public long number(String name, long otherwise, long least, long most) {
    var value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(value.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of bounds
    }
    throw wrong(name, "a number from " + least + " to " + most, value.get());
  }

  /** One of some words, case aside. */
  public String word(String name, String otherwise, List<String> words) {
    var value = text(name).orElse(otherwise).toLowerCase(Locale.ROOT);
    if (!words.contains(value)) {
      throw wrong(name, "one of " + String.join(", ", words), value);
    }
    return value;
  }

  /** {@code 90s}, {@code 2m}, {@code 1h}. */
  public Duration duration(String name, Duration otherwise) {
    var value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    var parts = DURATION.matcher(value.get());
    if (!parts.matches()) {
      throw wrong(name, "a duration such as 90s or 2m", value.get());
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  public Optional<Instant> instant(String name) {
    return text(name).map(value -> instant(name, value));
  }

  private static Instant instant(String name, String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException e) {
      throw wrong(name, "an instant such as 2026-03-01T06:00:00Z", value);
    }
  }

  /** {@code --speed: expected a number from 1 to 1000, got "fast"}. */
  public static UsageException wrong(String name, String expected, String got) {
    return new UsageException("%s: expected %s, got \"%s\"".formatted(name, expected, got));
  }
}
