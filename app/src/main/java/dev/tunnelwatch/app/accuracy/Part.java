package dev.tunnelwatch.app.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured on its own; each has a result file {@code accuracy-<word>}. */
enum Part {
  /** Every kind of fault, told in words that are known. */
  PLAIN("all", 12, 6, false),
  /** The same in other words. */
  MUTATED("all", 12, 6, true),
  /** Losses too short to wake anyone: one percent needs more than a few. */
  BLIPS("blips", 12, 6, false),
  /** Nothing breaks for a day. */
  HEALTHY("healthy", 50, 24, false);

  private final String scenario;
  private final int gateways;
  private final int hours;
  private final boolean mutated;

  Part(String scenario, int gateways, int hours, boolean mutated) {
    this.scenario = scenario;
    this.gateways = gateways;
    this.hours = hours;
    this.mutated = mutated;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of its result file. */
  String proof() {
    return "accuracy-" + word();
  }

  /** Whether there is no page without it. */
  boolean isNeeded() {
    return this == PLAIN || this == MUTATED;
  }

  String scenario() {
    return scenario;
  }

  int gateways() {
    return gateways;
  }

  int hours() {
    return hours;
  }

  /** Further words of {@code simulate}. */
  List<String> more() {
    return mutated ? List.of("--mutate") : List.of();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Part::word).toList();
  }
}
