package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka is there, and those of its brokers that threads of correlation commit with. One
 * that leads no partition they read may be all that one thread misses: it commits nothing, another
 * start of the process would change nothing, and take the others from their work every time.
 */
final class Coordinators {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String NUMBER_BEHIND = "-StreamThread-";
  private static final Logger LOG = LoggerFactory.getLogger(Coordinators.class);

  private Coordinators() {}

  /**
   * Whether all answer soon.
   *
   * @param threads of this process, by name
   */
  static boolean answer(CorrelatorConfig config, Set<String> threads) {
    try (var admin = Admin.create(config.kafka())) {
      return !get(admin.describeCluster().nodes()).isEmpty()
          && areThere(admin, ids(HangingWatch.prefix(config), threads));
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (KafkaException e) { // no client at all, as while a name server is away
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As Kafka Streams names what a thread commits under: by the number of the thread. */
  static Set<String> ids(String prefix, Set<String> threads) {
    return threads.stream()
        .filter(thread -> thread.contains(NUMBER_BEHIND))
        .map(
            thread ->
                prefix
                    + thread.substring(thread.lastIndexOf(NUMBER_BEHIND) + NUMBER_BEHIND.length()))
        .collect(Collectors.toSet());
  }

  private static boolean areThere(Admin admin, Collection<String> ids) throws InterruptedException {
    var asked = new TreeMap<String, KafkaFuture<?>>();
    var described = admin.describeTransactions(ids);
    ids.forEach(id -> asked.put(id, described.description(id)));
    for (var each : asked.entrySet()) {
      var silent = silence(each.getValue());
      if (silent.isPresent()) {
        LOG.atWarn()
            .addKeyValue("transactional.id", each.getKey())
            .addKeyValue("why", silent.get())
            .log("the coordinator of a thread's transactions does not answer");
        return false;
      }
    }
    return true;
  }

  /** Why there was no answer: a refusal is one, and so is that it does not know of that id. */
  private static Optional<String> silence(KafkaFuture<?> asked) throws InterruptedException {
    try {
      get(asked);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("no answer for %d s".formatted(PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      return Optional.ofNullable(e.getCause())
          .filter(RetriableException.class::isInstance)
          .map(Throwable::toString);
    }
  }

  private static <T> T get(KafkaFuture<T> asked)
      throws ExecutionException, TimeoutException, InterruptedException {
    return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
