package dev.tunnelwatch.benchmarks.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Commits in the name of a process that is to run for long until its producers' ids have few epochs
 * left. What it commits itself would take an hour for that, where it has a busy machine.
 */
final class Epochs {
  private static final String TOPIC = "used-up";
  private static final int SAID_EACH = 5_000;
  private static final byte[] NOTHING = {};

  private Epochs() {}

  /**
   * Uses up those of one of a broker's transactional ids, whose owners must not run.
   *
   * @param left how many are left of them, about
   */
  static void useUp(Map<String, Object> kafka, int left) throws Exception {
    try (var admin = Admin.create(kafka)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      var owners = admin.listTransactions().all().get();
      useUp(kafka, owners.iterator().next(), Short.MAX_VALUE - left);
    }
  }

  private static void useUp(Map<String, Object> kafka, TransactionListing owner, int commits) {
    var settings = new HashMap<>(kafka);
    settings.put("transactional.id", owner.transactionalId());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < commits; i++) {
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>(TOPIC, NOTHING));
        producer.commitTransaction();
        if (i % SAID_EACH == 0) {
          System.out.printf("%s: %d of %d epochs used up%n", owner.transactionalId(), i, commits);
        }
      }
    }
  }
}
