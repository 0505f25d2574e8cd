package dev.tunnelwatch.records;

import java.util.List;
import java.util.Optional;

/**
 * What all records of a shape have in common, their category and operation to the letter.
 *
 * @param metric whether it names a metric
 * @param hasProperties whether there is the object that holds them
 * @param names of the properties, in lower case
 * @param message which of them it is, where the record may be a routine line: an IKE log with a
 *     message, and with no more about that and the instance than is usual; else -1
 * @param instance likewise; -1 where there is none
 */
record FlatFacts(
    Optional<String> category,
    Optional<String> operation,
    boolean metric,
    boolean hasProperties,
    List<String> names,
    int message,
    int instance) {

  static final FlatFacts NONE =
      new FlatFacts(Optional.empty(), Optional.empty(), false, false, List.of(), -1, -1);

  /** Whether it may be a routine line. */
  boolean ike() {
    return message >= 0;
  }
}
