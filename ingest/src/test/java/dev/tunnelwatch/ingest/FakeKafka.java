package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.transactions.Hanging;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What was committed, transaction by transaction, by the client's own mock producers. */
final class FakeKafka implements PositionLog {
  private final List<List<ProducerRecord<String, byte[]>>> transactions = new ArrayList<>();
  private final List<Producer> producers = new ArrayList<>();

  /** What is found when it is looked for; nothing, once all of these were found. */
  final Queue<Hanging> hanging = new ArrayDeque<>();

  /** Commits no transaction with a record in it until that is false again. */
  boolean refusesRecords;

  /** Remembers which records were committed together; fences its predecessors. */
  final class Producer extends MockProducer<String, byte[]> {
    private boolean old;

    Producer() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void initTransactions() {
      super.initTransactions();
      producers.stream().filter(other -> other != this).forEach(Producer::succeeded);
    }

    private void succeeded() {
      if (!old) {
        fenceProducer();
        old = true;
      }
    }

    @Override
    public void commitTransaction() {
      var together = uncommittedRecords();
      if (refusesRecords
          && together.stream().anyMatch(r -> r.topic().equals(Topics.DEFAULT.records()))) {
        throw new KafkaException("a record of it was not taken");
      }
      super.commitTransaction();
      transactions.add(together);
    }
  }

  SlotKafka slotKafka() {
    return new SlotKafka(
        Topics.DEFAULT,
        _ -> {
          var producer = new Producer();
          producers.add(producer);
          return producer;
        },
        _ -> Optional.ofNullable(hanging.poll()).orElse(new Hanging.Nothing()),
        this);
  }

  /** The producer of the current owner. */
  Producer producer() {
    return producers.getLast();
  }

  boolean started() {
    return !producers.isEmpty();
  }

  /** As if the positions had been written by a version that told no beginnings. */
  void forgetBeginnings() {
    committed(Topics.DEFAULT.positions()).stream()
        .filter(sent -> sent.value() != null)
        .forEach(sent -> sent.headers().remove(ProgressRecord.BEGINNING));
  }

  List<List<ProducerRecord<String, byte[]>>> transactions() {
    return transactions;
  }

  List<ProducerRecord<String, byte[]>> committed(String topic) {
    return transactions.stream()
        .flatMap(List::stream)
        .filter(r -> r.topic().equals(topic))
        .toList();
  }

  @Override
  public Map<SourceId, Progress> read(int slot) {
    if (!producer().transactionInitialized()) {
      throw new AssertionError("positions are not final before transactions are initialised");
    }
    var found = new HashMap<SourceId, Progress>();
    for (var sent : committed(Topics.DEFAULT.positions())) {
      if (Integer.valueOf(slot).equals(sent.partition()) && sent.value() != null) {
        var progress = ProgressRecord.read(asRead(sent));
        found.put(progress.source(), progress);
      }
    }
    return found;
  }

  @Override
  public Map<String, Beginning> beginnings() {
    var found = new HashMap<String, Beginning>();
    for (var sent : committed(Topics.DEFAULT.positions())) {
      if (sent.value() != null) {
        var beginning = ProgressRecord.beginning(sent.headers());
        found.merge(SourceId.parse(sent.key()).source(), beginning, Beginning::with);
      }
    }
    return found;
  }

  static ConsumerRecord<String, byte[]> asRead(ProducerRecord<String, byte[]> sent) {
    int partition = Optional.ofNullable(sent.partition()).orElse(0);
    return new ConsumerRecord<>(
        sent.topic(),
        partition,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
