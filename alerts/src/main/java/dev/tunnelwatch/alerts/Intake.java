package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import dev.tunnelwatch.model.Following;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads incidents, coverage and the words of people for the desk. Whoever of a group of processes
 * gets the incident topic's partition is the one that sends; the others stand by. When Kafka fails
 * it is asked again from the start, for ever; only another process under the same name ends it.
 */
final class Intake implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final AlertDesk desk;
  private final CanaryWatch canaries;
  private final Tenure tenure;
  private final AlertsConfig config;
  private final Following following = new Following(System::nanoTime);
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Breakdown breakdown = new Breakdown();
  private final Thread thread;

  Intake(AlertDesk desk, CanaryWatch canaries, Tenure tenure, AlertsConfig config) {
    this.desk = desk;
    this.canaries = canaries;
    this.tenure = tenure;
    this.config = config;
    this.thread = Thread.ofPlatform().name("alerts-intake").unstarted(this::run);
  }

  private static Map<String, Object> group(AlertsConfig config) {
    return Map.of(
        "group.id",
        config.topics().prefix() + "alerts",
        "group.instance.id",
        config.instanceId() + "-alerts",
        "session.timeout.ms",
        Math.toIntExact(Tenure.SESSION.toMillis()),
        "heartbeat.interval.ms",
        Math.toIntExact(Tenure.HEARTBEAT.toMillis()));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> kafka, Map<String, Object> more) {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void start() {
    thread.start();
  }

  boolean healthy() {
    return running.get() && thread.isAlive();
  }

  /** Why nothing of now would be read; empty while it would. */
  Optional<String> problem() {
    return following.problem();
  }

  private void run() {
    try {
      while (running.get()) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FencedInstanceIdException e) {
      LOG.error("another process sends alerts under this instance id; this one gives up", e);
    } finally {
      running.set(false);
      canaries.standBy();
    }
  }

  /** Reads until asked to stop or until Kafka fails. */
  private void follow() throws InterruptedException {
    try (var incidents = consumer(config.kafka(), group(config));
        var others = consumer(config.kafka(), Map.of())) {
      var topics = config.topics();
      var beside = TopicTail.assigned(others, topics.sources(), topics.operator());
      var turns = new Turns(desk, canaries, incidents, beside, following, tenure::holds);
      incidents.subscribe(List.of(config.topics().incidents()), turns);
      boolean heard = false;
      try {
        while (running.get()) {
          incidents.poll(POLL).forEach(this::take);
          others.poll(Duration.ZERO).forEach(this::takeBeside);
          if (incidents.assignment().isEmpty()) {
            tenure.standsBy();
          } else {
            tenure.polled(Tenure.of(incidents));
          }
          if (!heard && beside.reached()) {
            heard = true;
            desk.sourcesHeard();
          }
          turns.next();
          breakdown
              .over(System.nanoTime())
              .ifPresent(_ -> LOG.info("incidents are read again from {}", topics.incidents()));
        }
      } finally {
        turns.leave(); // before the consumer is closed, and gives up what it had
      }
    } catch (InterruptException e) {
      throw new InterruptedException("while reading incidents");
    } catch (FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      if (breakdown.isNews(e, System.nanoTime())) {
        LOG.error("incidents cannot be read from {}; trying again", config.topics().incidents(), e);
      }
      desk.handOver();
      canaries.standBy();
      Thread.sleep(PAUSE);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (CanaryWatch.isCanary(record)) {
      canaries.take(record);
    } else {
      desk.takeIncident(record);
    }
  }

  private void takeBeside(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(config.topics().operator())) {
      desk.takeWord(record);
    } else {
      desk.takeCoverage(record);
    }
  }

  @Override
  public void close() {
    running.set(false);
    try {
      if (!thread.join(Duration.ofSeconds(2))) {
        thread.interrupt();
        boolean _ = thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
