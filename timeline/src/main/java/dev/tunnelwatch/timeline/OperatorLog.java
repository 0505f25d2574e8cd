package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.OperatorJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes what people say into Kafka. Safe for several threads. */
public final class OperatorLog implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  private final Producer<byte[], byte[]> producer;
  private final String topic;

  OperatorLog(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  /**
   * Makes a client; Kafka is asked at the first word.
   *
   * @throws KafkaException when the settings are no Kafka client's
   */
  public static OperatorLog open(Map<String, Object> kafka, Topics topics) {
    var settings = new HashMap<>(kafka);
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    settings.put("linger.ms", 0);
    settings.put("max.block.ms", PATIENCE_MILLIS / 2);
    settings.put("request.timeout.ms", PATIENCE_MILLIS / 4);
    settings.put("delivery.timeout.ms", PATIENCE_MILLIS / 2);
    return new OperatorLog(
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()),
        topics.operator());
  }

  /**
   * Returns when every replica in sync has it, after {@value #PATIENCE_MILLIS} ms at most.
   *
   * @throws IOException when it may not be there; writing it again does no harm
   */
  public void write(OperatorAction said) throws IOException {
    var key = said.incident().getBytes(StandardCharsets.UTF_8);
    try {
      var _ =
          producer
              .send(new ProducerRecord<>(topic, key, OperatorJson.write(said)))
              .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("Kafka did not take it: " + reason(e.getCause()), e);
    } catch (KafkaException e) {
      throw new IOException("Kafka did not take it: " + reason(e), e);
    } catch (TimeoutException e) {
      throw new IOException("Kafka did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
