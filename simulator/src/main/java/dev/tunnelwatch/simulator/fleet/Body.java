package dev.tunnelwatch.simulator.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One event of the hub: records that came to one partition together.
 *
 * @param enqueuedAt when the hub takes it
 * @param json {@code {"records":[…]}}
 * @param records how many it holds, 1 to {@value #MAX_RECORDS}
 */
public record Body(Instant enqueuedAt, int partition, String json, int records) {

  public static final int MAX_RECORDS = 200;

  /** The body as UTF-8. */
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Batches neighbours: emissions in order of delivery, those of one partition and time together.
   */
  static List<Body> batch(List<Emission> emissions) {
    var bodies = new ArrayList<Body>();
    int from = 0;
    for (int to = 1; to <= emissions.size(); to++) {
      if (to == emissions.size()
          || to - from == MAX_RECORDS
          || !together(emissions.get(from), emissions.get(to))) {
        bodies.add(of(emissions.subList(from, to)));
        from = to;
      }
    }
    return bodies;
  }

  private static boolean together(Emission one, Emission other) {
    return one.partition() == other.partition() && one.deliveredAt().equals(other.deliveredAt());
  }

  private static Body of(List<Emission> together) {
    var first = together.getFirst();
    var json =
        together.stream()
            .map(e -> e.record().json())
            .collect(Collectors.joining(",", "{\"records\":[", "]}"));
    return new Body(first.deliveredAt(), first.partition(), json, together.size());
  }
}
