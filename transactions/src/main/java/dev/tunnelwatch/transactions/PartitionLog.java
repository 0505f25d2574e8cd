package dev.tunnelwatch.transactions;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * How a transaction ended in a partition, as the partition's own log tells: no client shows the
 * markers in it.
 */
final class PartitionLog {
  /** The last that names topics by their names. */
  private static final short BY_NAME = 12;

  private static final int MOST_BYTES = 1 << 20;
  private static final long NEAREST = 2_000;
  private static final int FURTHER = 8;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Wire wire;

  PartitionLog(Wire wire) {
    this.wire = wire;
  }

  /** What became of it there. */
  enum End {
    COMMITTED,
    ABORTED,
    /** Nothing of it is there any more, or it could not be looked for within some 10 s. */
    UNKNOWN
  }

  /**
   * A partition whose log can be read.
   *
   * @param earliest its first offset
   * @param latest the one behind its last
   */
  record Place(TopicPartition partition, Node leader, long earliest, long latest) {}

  /** Looks for it from the end, where it is as a rule. */
  End endOf(long producerId, int epoch, Place place) throws ExecutionException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    for (long back = NEAREST; ; back *= FURTHER) {
      long from = Math.max(place.earliest(), place.latest() - back);
      var search = new Search(producerId, epoch);
      read(place, from, search, deadline);
      if (search.end().isPresent()) {
        return search.end().get();
      }
      if (from == place.earliest() || System.nanoTime() - deadline > 0) {
        return End.UNKNOWN;
      }
    }
  }

  /** For the marker behind its records. */
  static final class Search {
    private final long producerId;
    private final int epoch;
    private boolean met;
    private Optional<End> end = Optional.empty();

    Search(long producerId, int epoch) {
      this.producerId = producerId;
      this.epoch = epoch;
    }

    /** The next one of the log. */
    void take(RecordBatch batch) {
      if (batch.producerId() != producerId || end.isPresent()) {
        return;
      }
      if (!batch.isControlBatch()) {
        met |= batch.producerEpoch() == epoch;
      } else if (met) {
        end = Optional.of(kind(batch));
      }
    }

    private static End kind(RecordBatch marker) {
      var type = ControlRecordType.parse(marker.iterator().next().key());
      return type == ControlRecordType.COMMIT ? End.COMMITTED : End.ABORTED;
    }

    Optional<End> end() {
      return end;
    }
  }

  private void read(Place place, long from, Search search, long deadline)
      throws ExecutionException {
    for (long at = from; at < place.latest() && search.end().isEmpty(); ) {
      long before = at;
      for (var batch : fetch(place, at).batches()) {
        search.take(batch);
        at = batch.lastOffset() + 1;
      }
      if (at == before || System.nanoTime() - deadline > 0) {
        return;
      }
    }
  }

  private Records fetch(Place place, long at) throws ExecutionException {
    var asked =
        new FetchRequest.PartitionData(
            Uuid.ZERO_UUID,
            at,
            FetchRequest.INVALID_LOG_START_OFFSET,
            MOST_BYTES,
            Optional.empty());
    var request =
        FetchRequest.Builder.forConsumer(BY_NAME, 0, 0, Map.of(place.partition(), asked))
            .isolationLevel(IsolationLevel.READ_UNCOMMITTED)
            .setMaxBytes(MOST_BYTES);
    var response = (FetchResponse) wire.ask(place.leader(), request);
    var said = response.responseData(Map.of(), BY_NAME).get(place.partition());
    if (response.error() != Errors.NONE || said == null) {
      throw new ExecutionException(
          new KafkaException("no answer about " + place.partition() + ": " + response.error()));
    }
    var error = Errors.forCode(said.errorCode());
    if (error != Errors.NONE) {
      throw new ExecutionException(error.exception());
    }
    return FetchResponse.recordsOrFail(said);
  }
}
