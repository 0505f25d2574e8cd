package dev.tunnelwatch.simulator.hub;

import java.util.List;
import java.util.stream.LongStream;

/** Runs of sequence numbers to compare with. */
final class LongStreams {

  private LongStreams() {}

  static List<Long> upTo(long end) {
    return range(0, end);
  }

  static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
