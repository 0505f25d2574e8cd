package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/**
 * What Kafka answers of each by itself: a partition without a leader has no answer, and costs the
 * others none of theirs.
 */
final class Answers {

  private Answers() {}

  /**
   * The answers that come in time.
   *
   * @param patience for all together
   * @return without those that did not come or were refused
   * @throws ExecutionException when there is none, and one was refused
   * @throws TimeoutException when there is none
   */
  static <K, V> Map<K, V> inTime(Map<K, KafkaFuture<V>> asked, Duration patience)
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var given = new HashMap<K, V>();
    Optional<ExecutionException> refused = Optional.empty();
    Optional<TimeoutException> late = Optional.empty();
    for (var each : asked.entrySet()) {
      long left = Math.max(0, deadline - System.nanoTime());
      try {
        given.put(each.getKey(), each.getValue().get(left, TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        refused = Optional.of(e);
      } catch (TimeoutException e) {
        late = Optional.of(e);
      }
    }
    if (given.isEmpty() && refused.isPresent()) {
      throw refused.get();
    }
    if (given.isEmpty() && late.isPresent()) {
      throw late.get();
    }
    return given;
  }
}
