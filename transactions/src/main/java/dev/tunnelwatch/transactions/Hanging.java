package dev.tunnelwatch.transactions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;

/**
 * What is open of a transaction that its coordinator took for ended without having ended it (a
 * hanging transaction, KIP-664). Nobody reads committed records behind it, and the next transaction
 * that writes to one of its partitions decides there what becomes of it.
 */
public sealed interface Hanging {

  /** Where it is open. */
  List<Open> open();

  record Nothing() implements Hanging {
    @Override
    public List<Open> open() {
      return List.of();
    }
  }

  /** Its coordinator is still about to end it, and cannot: a partition has no leader, say. */
  record Ending() implements Hanging {
    @Override
    public List<Open> open() {
      return List.of();
    }
  }

  /** Open in all partitions it wrote to: aborted in every one of them, it never was. */
  record Whole(List<Open> open) implements Hanging {
    public Whole {
      open = List.copyOf(open);
    }
  }

  /**
   * Open, though its coordinator had decided what becomes of it. Whoever ends it there as it was
   * decided does what was to be done, whatever became of the rest.
   */
  record Decided(List<Open> toCommit, List<Open> toAbort) implements Hanging {
    public Decided {
      toCommit = List.copyOf(toCommit);
      toAbort = List.copyOf(toAbort);
    }

    @Override
    public List<Open> open() {
      return Stream.concat(toCommit.stream(), toAbort.stream()).toList();
    }
  }

  /**
   * Open, and there is no right that this process could do.
   *
   * @param remedy what a person does about it
   */
  record Left(List<Open> open, String why, String remedy) implements Hanging {
    public Left {
      open = List.copyOf(open);
    }

    /** Of what is to be aborted by hand. */
    public Left(List<Open> open, String why) {
      this(
          open,
          why,
          "what ends it, and takes back what it wrote there: "
              + open.stream().map(Open::command).collect(Collectors.joining("; ")));
    }

    /** Whether nobody reads on behind it there. */
    public boolean holds(TopicPartition partition) {
      return open.stream().anyMatch(each -> each.partition().equals(partition));
    }

    /** With what a person does about it. */
    public String sentence() {
      return "Kafka left a transaction open in " + open + ", and " + why + "; " + remedy;
    }
  }

  /** A partition in which it is open. */
  record Open(TopicPartition partition, ProducerState producer) {

    long start() {
      return producer.currentTransactionStartOffset().orElseThrow();
    }

    AbortTransactionSpec abort() {
      return new AbortTransactionSpec(
          partition,
          producer.producerId(),
          (short) producer.producerEpoch(),
          producer.coordinatorEpoch().orElse(0));
    }

    private String command() {
      return "kafka-transactions.sh --bootstrap-server … abort --topic %s --partition %d --start-offset %d"
          .formatted(partition.topic(), partition.partition(), start());
    }

    @Override
    public String toString() {
      return partition + " from " + start();
    }
  }

  /** A producer as its coordinator knows it at a moment at which nothing of it is under way. */
  record Settled(long producerId, int epoch) {}

  /**
   * What a producer has left. Whatever it has open under an epoch before its present one hangs: all
   * of that is over as its coordinator sees it.
   *
   * @param stamped whether each transaction has an epoch of its own, and its end the next one
   *     (transaction.version 2); only then a partition's state tells whose end it had last
   */
  static Hanging of(
      Settled producer, boolean stamped, Map<TopicPartition, List<ProducerState>> producers) {
    var ours = new TreeMap<String, Open>();
    producers.forEach(
        (partition, states) ->
            states.stream()
                .filter(state -> state.producerId() == producer.producerId())
                .forEach(state -> ours.put(partition.toString(), new Open(partition, state))));
    var open =
        ours.values().stream()
            .filter(each -> isOpen(each) && epoch(each) < producer.epoch())
            .toList();
    if (open.isEmpty()) {
      return new Nothing();
    }
    int epoch = open.stream().mapToInt(Hanging::epoch).min().orElseThrow();
    var ended = ended(ours.values(), stamped ? epoch + 1 : epoch, epoch);
    return ended.isEmpty()
        ? new Whole(open)
        : new Left(open, "it may have ended in " + ended + " already");
  }

  private static List<TopicPartition> ended(Collection<Open> ours, int closed, int epoch) {
    return ours.stream()
        .filter(each -> isOpen(each) ? epoch(each) > epoch : epoch(each) >= closed)
        .map(Open::partition)
        .toList();
  }

  private static boolean isOpen(Open each) {
    return each.producer().currentTransactionStartOffset().isPresent();
  }

  private static int epoch(Open each) {
    return each.producer().producerEpoch();
  }
}
