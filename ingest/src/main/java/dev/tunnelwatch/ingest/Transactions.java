package dev.tunnelwatch.ingest;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * One transactional producer, so used that every failure has one of two outcomes: {@link
 * AbortedException}, after which the next transaction may begin, or {@link SlotLostException},
 * after which only {@link #close} may be called. A commit whose outcome is unknown is the latter.
 */
final class Transactions implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final Producer<String, byte[]> producer;
  private boolean open;

  Transactions(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  /** Fences every earlier owner and ends what it had open. */
  void initialise() {
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      throw new SlotLostException("transactions could not be initialised", e);
    }
  }

  boolean open() {
    return open;
  }

  /** Begins a transaction if none is open. */
  void send(ProducerRecord<String, byte[]> record) {
    attempt(
        () -> {
          if (!open) {
            producer.beginTransaction();
            open = true;
          }
          var _ = producer.send(record); // a failure comes out of the commit
        });
  }

  void commit() {
    attempt(producer::commitTransaction);
    open = false;
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new SlotLostException("fenced by another owner", e);
    } catch (KafkaException e) {
      abortAfter(e);
      throw new AbortedException(e);
    }
  }

  private void abortAfter(KafkaException cause) {
    try {
      if (open) {
        producer.abortTransaction();
      }
      open = false;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw new SlotLostException("fenced by another owner", e);
    } catch (KafkaException | IllegalStateException e) {
      cause.addSuppressed(e);
      throw new SlotLostException("the outcome of a transaction is unknown", cause);
    }
  }

  /** What is open is left to the next owner's initialisation, which aborts it. */
  @Override
  public void close() {
    try {
      producer.close(CLOSE);
    } catch (KafkaException e) {
      throw new SlotLostException("the producer could not be closed", e);
    }
  }
}
