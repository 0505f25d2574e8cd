package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One reader's account of what arrived, against what the hub's events hold. It knows nothing of
 * ingest. Any thread.
 */
final class Oracle {
  static final String[] WRITTEN = {Topics.DEFAULT.records(), Topics.DEFAULT.rejects()};

  private static final int SAMPLES = 20;

  private final Content content;
  private final List<BitSet> seen;
  private final Map<String, Long> last = new HashMap<>();
  private final List<String> samples = new ArrayList<>();
  private long arrived;
  private long doubled;
  private long strange;
  private long disordered;
  private long oldestMillis;

  Oracle(Content content, int partitions) {
    this.content = content;
    seen = IntStream.range(0, partitions).mapToObj(_ -> new BitSet()).toList();
  }

  /**
   * Takes one committed record, as it comes in its Kafka partition.
   *
   * @param now for its age: how long after its hub took it a reader sees it
   */
  synchronized void met(ConsumerRecord<byte[], byte[]> record, Instant now) {
    if (header(record, Headers.SOURCE).equals(Canary.SOURCE.source())) {
      return; // the product's own, of no hub
    }
    arrived++;
    int partition = Integer.parseInt(header(record, Headers.PARTITION));
    long sequence = Long.parseLong(header(record, Headers.SEQUENCE));
    int index = Integer.parseInt(header(record, Headers.INDEX));
    var enqueued = Instant.parse(header(record, Headers.ENQUEUED_AT));
    oldestMillis = Math.max(oldestMillis, now.toEpochMilli() - enqueued.toEpochMilli());
    long place = sequence * Content.PLACES + index;
    var what = record.topic() + '-' + record.partition() + ": " + partition + '/' + place;
    if (!asSent(record, partition, sequence, index)) {
      strange++;
      sample("strange " + what);
    }
    var before = last.put(record.topic() + '-' + record.partition() + '/' + partition, place);
    if (seen.get(partition).get((int) place)) {
      doubled++;
      sample("doubled " + what);
    } else if (before != null && before >= place) {
      disordered++;
      sample("disordered " + what);
    }
    seen.get(partition).set((int) place);
  }

  private boolean asSent(
      ConsumerRecord<byte[], byte[]> record, int partition, long sequence, int index) {
    boolean rejected = record.topic().equals(Topics.DEFAULT.rejects());
    return index < content.elements(partition, sequence)
        && rejected == content.reject(partition, sequence, index)
        && Arrays.equals(record.value(), content.bytes(partition, sequence, index));
  }

  private void sample(String what) {
    if (samples.size() < SAMPLES) {
      samples.add(what);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalStateException(record.topic() + ": expected a header " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  synchronized long arrived() {
    return arrived;
  }

  /** Of all that was published, what is not there; events of a partition are numbered from 0. */
  synchronized long missing(long[] events) {
    long missing = 0;
    for (int partition = 0; partition < events.length; partition++) {
      for (long sequence = 0; sequence < events[partition]; sequence++) {
        for (int i = 0; i < content.elements(partition, sequence); i++) {
          if (!seen.get(partition).get((int) (sequence * Content.PLACES) + i)) {
            missing++;
            sample("missing " + partition + '/' + sequence + '/' + i);
          }
        }
      }
    }
    return missing;
  }

  /** The greatest age since this was asked last. */
  synchronized long takeOldestMillis() {
    long oldest = oldestMillis;
    oldestMillis = 0;
    return oldest;
  }

  synchronized Account account(long[] events) {
    long missing = missing(events);
    return new Account(arrived, missing, doubled, disordered, strange, List.copyOf(samples));
  }

  /**
   * What was found.
   *
   * @param disordered came behind a later one of its hub partition in the same Kafka partition
   * @param strange other bytes, or another topic, than the event's part has
   */
  record Account(
      long arrived,
      long missing,
      long doubled,
      long disordered,
      long strange,
      List<String> samples) {

    boolean clean() {
      return missing == 0 && doubled == 0 && disordered == 0 && strange == 0;
    }
  }

  /** A second look, after all is over, that owes nothing to the one that watched. */
  void readAgain(String servers) {
    try (var consumer = Reading.committed(servers, WRITTEN)) {
      Reading.all(consumer, record -> met(record, Instant.now()));
    }
  }
}
