package dev.tunnelwatch.app.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The outcomes of many trials, asked for figures. */
record Outcomes(List<JsonNode> all) {

  /** A figure over all fleets together, and that of the fleet where it is worst. */
  record Figure(double all, double worst, long seed) {

    /** {@code 0.994 (seed 11: 0.972)}. */
    String text(String format) {
      return "%s (seed %d: %s)".formatted(number(format, all), seed, number(format, worst));
    }
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** The sum of a whole number. */
  long sum(String path) {
    return all.stream().mapToLong(outcome -> outcome.at(path).asLong()).sum();
  }

  private double total(String path) {
    return all.stream().mapToDouble(outcome -> outcome.at(path).asDouble()).sum();
  }

  /** {@code right} of {@code of}, the less the worse. */
  Figure share(String path) {
    return new Figure(
        ratio(total(path + "/right"), total(path + "/of")),
        worst(outcome -> share(outcome, path)),
        seed(outcome -> share(outcome, path)));
  }

  private static double share(JsonNode outcome, String path) {
    return ratio(outcome.at(path + "/right").asDouble(), outcome.at(path + "/of").asDouble());
  }

  private static double ratio(double count, double of) {
    return of == 0 ? 1 : count / of;
  }

  Figure f1() {
    ToDoubleFunction<JsonNode> one = outcome -> outcome.at("/replay/found/f1").asDouble();
    double all =
        ratio(
            2 * total("/replay/found/matched"),
            total("/replay/found/incidents") + total("/replay/found/faults"));
    return new Figure(all, worst(one), seed(one));
  }

  /** The more the worse. */
  Figure incidentsPerFault() {
    ToDoubleFunction<JsonNode> one =
        outcome -> -outcome.at("/replay/found/fragmentsPerFault").asDouble();
    double about = total("/replay/found/incidents") - total("/replay/found/spurious");
    double faults = all.stream().mapToDouble(Outcomes::faultsWithIncidents).sum();
    return new Figure(ratio(about, faults), -worst(one), seed(one));
  }

  private static double faultsWithIncidents(JsonNode outcome) {
    var found = outcome.at("/replay/found");
    double about = found.path("incidents").asDouble() - found.path("spurious").asDouble();
    double perFault = found.path("fragmentsPerFault").asDouble();
    return perFault == 0 ? 0 : about / perFault;
  }

  /** A whole number that had better be 0. */
  Figure count(String path) {
    ToDoubleFunction<JsonNode> one = outcome -> -outcome.at(path).asDouble();
    return new Figure(total(path), -worst(one), seed(one));
  }

  /** The mean of the fleets' figures, the more the worse. */
  Figure mean(String path) {
    ToDoubleFunction<JsonNode> one = outcome -> -outcome.at(path).asDouble();
    return new Figure(ratio(total(path), all.size()), -worst(one), seed(one));
  }

  /** Of the durations of a spread: the more the worse. */
  Figure median(String path) {
    ToDoubleFunction<JsonNode> one = outcome -> -outcome.at(path + "/median").asDouble();
    return new Figure(
        median(all.stream().map(outcome -> outcome.at(path))), -worst(one), seed(one));
  }

  /** Of all values of several spreads; 0 without any. */
  static double median(Stream<JsonNode> spreads) {
    var sorted =
        spreads
            .flatMap(spread -> StreamSupport.stream(spread.path("values").spliterator(), false))
            .mapToDouble(JsonNode::asDouble)
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  private double worst(ToDoubleFunction<JsonNode> figure) {
    return all.stream().mapToDouble(figure).min().orElse(0);
  }

  private long seed(ToDoubleFunction<JsonNode> figure) {
    return all.stream()
        .min(Comparator.comparingDouble(figure))
        .map(outcome -> outcome.path("seed").asLong())
        .orElse(0L);
  }
}
