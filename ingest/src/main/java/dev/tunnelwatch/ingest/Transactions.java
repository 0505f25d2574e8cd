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
  private final Steps steps;
  private boolean open;

  Transactions(Producer<String, byte[]> producer, Steps steps) {
    this.producer = producer;
    this.steps = steps;
  }

  /** Fences every earlier owner and ends what it had open. */
  void initialise() {
    steps.passed(Step.INITIALISING);
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      throw new SlotLostException("transactions could not be initialised", e);
    }
    steps.passed(Step.INITIALISED);
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
            steps.passed(Step.BEGUN);
          }
          var _ = producer.send(record); // a failure comes out of the commit
        });
  }

  void commit() {
    steps.passed(Step.COMMITTING);
    attempt(producer::commitTransaction);
    open = false;
    steps.passed(Step.COMMITTED);
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
    steps.passed(Step.ABORTING);
    try {
      if (open) {
        producer.abortTransaction();
      }
      open = false;
      steps.passed(Step.ABORTED);
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
