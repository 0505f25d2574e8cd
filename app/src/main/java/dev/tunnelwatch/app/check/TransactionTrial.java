package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.topics.KafkaSettingsException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A transactional id of its own is initialised, as every slot does first; nothing is written. */
final class TransactionTrial {
  private static final int MILLIS = 10_000;

  private TransactionTrial() {}

  /** {@code prefix} is what ingest's transactional ids begin with. */
  static Verdict of(Map<String, Object> kafka, String prefix) {
    var settings = new HashMap<>(kafka);
    settings.put("transactional.id", prefix + "check");
    settings.put("max.block.ms", MILLIS);
    var producer = producer(kafka, settings);
    try {
      producer.initTransactions();
      return Verdict.ok("one can begin as " + prefix + "check");
    } catch (KafkaException e) {
      if (Refusals.isOfRights(e)) {
        throw new Trouble(
            "transactional id " + prefix + "check is refused",
            "add ACLs for Write and Describe on transactional ids with the prefix " + prefix);
      }
      throw new Trouble(
          "none can begin (" + Refusals.words(e) + ')',
          "look at the broker settings above: with fewer brokers than"
              + " transaction.state.log.replication.factor there are none");
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> kafka, Map<String, Object> settings) {
    try {
      return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      throw KafkaSettingsException.of(kafka, e);
    }
  }
}
