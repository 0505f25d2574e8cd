package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.IncidentJson;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows {@code tw.incidents} from its beginning and keeps the last revision of every incident.
 */
final class IncidentWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Incident> latest = new ConcurrentHashMap<>();
  private final BiConsumer<Optional<Incident>, Incident> onRevision;
  private final KafkaConsumer<String, String> consumer;
  private final Thread thread;
  private volatile boolean closing;

  private IncidentWatch(
      KafkaConsumer<String, String> consumer, BiConsumer<Optional<Incident>, Incident> onRevision) {
    this.consumer = consumer;
    this.onRevision = onRevision;
    this.thread = Thread.ofPlatform().name("incident-watch").unstarted(this::follow);
  }

  /**
   * {@code onRevision} gets the revision before, if any, and the new one, on a thread of its own.
   */
  static IncidentWatch start(
      Map<String, Object> kafka,
      Topics topics,
      BiConsumer<Optional<Incident>, Incident> onRevision) {
    var settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    var partitions = List.of(new TopicPartition(topics.incidents(), 0));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var watch = new IncidentWatch(consumer, onRevision);
    watch.thread.start();
    return watch;
  }

  private void follow() {
    try (consumer) {
      while (!closing) {
        for (var record : consumer.poll(POLL)) {
          boolean isCanary = record.headers().lastHeader(Headers.CANARY) != null;
          if (record.value() != null && !isCanary) {
            var incident = IncidentJson.read(record.value());
            var before = Optional.ofNullable(latest.put(incident.id(), incident));
            onRevision.accept(before, incident);
          }
        }
      }
    }
  }

  /** The last revision of each. */
  Collection<Incident> latest() {
    return List.copyOf(latest.values());
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
