package dev.tunnelwatch.streams;

import java.util.OptionalLong;

/** How many records of a partition were not handed to the calling stream thread yet. */
@FunctionalInterface
interface Backlog {

  /** Empty while not known, as before the first answer of the broker. */
  OptionalLong of(String topic, int partition);
}
