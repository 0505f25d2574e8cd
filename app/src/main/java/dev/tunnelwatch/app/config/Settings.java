package dev.tunnelwatch.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The configuration as flat keys ({@code sources.0.hub}), asked one key after another. Collects
 * what is wrong and remembers what was asked, so that a key nobody asked for is a problem too.
 */
final class Settings {
  private final SortedMap<String, String> values;
  private final Set<String> empty;
  private final Set<String> asked = new HashSet<>();
  private final Set<String> askedBelow = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private record Problem(String key, String expected, String got) {

    /** Whether it may be that the key stands there under a wrong name. */
    boolean isMissing() {
      return Set.of("nothing", "none", "neither").contains(got);
    }

    @Override
    public String toString() {
      return key + ": expected " + expected + ", got " + got;
    }
  }

  /** {@code empty} are the keys that have nothing below them: an empty list, map or value. */
  Settings(SortedMap<String, String> values, Set<String> empty) {
    this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    this.empty = Set.copyOf(empty);
  }

  Optional<String> text(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Nothing is said of it: an empty list says something, a variable without a value does not. */
  boolean isAbsent(String key) {
    return values.containsKey(key)
        ? text(key).isEmpty()
        : !empty.contains(key) && below(key + '.').isEmpty();
  }

  /** It is there and has no value. */
  boolean isBlank(String key) {
    return text(key).isEmpty() && (values.containsKey(key) || empty.contains(key));
  }

  String required(String key, String expected) {
    var value = text(key);
    if (value.isEmpty()) {
      problem(key, expected, "nothing");
    }
    return value.orElse("?");
  }

  int port(String key, int otherwise) {
    var value = text(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int port = Integer.parseInt(value.get());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    problem(key, "a port from 0 to 65535", quoted(value.get()));
    return otherwise;
  }

  Optional<URI> address(String key) {
    return text(key).flatMap(value -> address(key, value));
  }

  private Optional<URI> address(String key, String value) {
    var address = HttpAddress.of(value);
    if (address.isEmpty()) {
      problem(key, HttpAddress.expected(value), HttpAddress.shown(value));
    }
    return address;
  }

  List<URI> addresses(String key) {
    var found = new ArrayList<URI>();
    for (var item : list(key)) {
      address(key, item).ifPresent(found::add);
    }
    return found;
  }

  /** The same where an address may hold a secret, in path or query: none is quoted. */
  List<URI> secretAddresses(String key) {
    var found = new ArrayList<URI>();
    for (var item : list(key)) {
      HttpAddress.of(item)
          .ifPresentOrElse(
              found::add, () -> problem(key, HttpAddress.expected(item), "another (not shown)"));
    }
    return found;
  }

  /** A YAML list, or one text with commas, as the environment has it. */
  List<String> list(String key) {
    var whole = text(key);
    if (whole.isPresent()) {
      return List.of(whole.get().split("\\s*,\\s*"));
    }
    var items = new ArrayList<String>();
    for (int i = 0; values.containsKey(key + '.' + i); i++) {
      text(key + '.' + i).ifPresent(items::add);
    }
    return items;
  }

  /** How many entries {@code key} has; entries count from 0 without a hole. */
  int count(String key) {
    askedBelow.add(key + '.');
    int count = 0;
    while (!below(key + '.' + count + '.').isEmpty()) {
      count++;
    }
    return count;
  }

  /** Every key that begins with {@code prefix}, without it. */
  SortedMap<String, String> below(String prefix) {
    var found = new TreeMap<String, String>();
    for (var entry : values.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.put(entry.getKey().substring(prefix.length()), entry.getValue());
    }
    return found;
  }

  SortedMap<String, String> takeBelow(String prefix) {
    askedBelow.add(prefix);
    var found = below(prefix);
    found.keySet().forEach(key -> asked.add(prefix + key));
    return found;
  }

  void problem(String key, String expected, String got) {
    problems.add(new Problem(key, expected, got));
  }

  static String quoted(String value) {
    return '"' + value + '"';
  }

  /** A file or directory as a whole: who reads the message may not know where we were started. */
  static String quoted(Path file) {
    return quoted(file.toAbsolutePath().toString());
  }

  /** Everything that is wrong, keys nobody knows included; each mistake once. */
  List<String> problems() {
    var unknown = new TreeSet<String>();
    values.forEach(
        (key, value) -> {
          if (!(value.isBlank() ? isKnownEmpty(key) : asked.contains(key))) {
            unknown.add(listOf(key));
          }
        });
    empty.stream().filter(key -> !isKnownEmpty(key)).forEach(unknown::add);
    var known = new TreeSet<>(asked);
    known.addAll(Keys.names());
    var meant = new HashSet<String>();
    unknown.forEach(key -> Nearest.of(key, known).ifPresent(meant::add));
    return Stream.concat(
            problems.stream()
                .filter(problem -> !(problem.isMissing() && meant.contains(problem.key())))
                .map(Problem::toString),
            unknown.stream()
                .map(
                    key ->
                        key
                            + ": expected a key of docs/configuration.md, got one that is not there"
                            + Nearest.asked(key, known)))
        .toList();
  }

  /** Of an entry of a list that nobody knows the list, else the key itself. */
  private String listOf(String key) {
    var list = key.replaceFirst("\\.\\d+(\\..*)?$", "");
    return askedBelow.contains(list + '.') || asked.contains(list) ? key : list;
  }

  private boolean isKnownEmpty(String key) {
    var below = key + '.';
    return asked.contains(key)
        || askedBelow.stream().anyMatch(prefix -> below.startsWith(prefix))
        || asked.stream().anyMatch(other -> other.startsWith(below));
  }
}
