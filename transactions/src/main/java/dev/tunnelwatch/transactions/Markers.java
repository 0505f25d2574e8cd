package dev.tunnelwatch.transactions;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/**
 * Writes the markers that end transactions as committed, which coordinators do and no admin client:
 * the request is the one by which that aborts.
 *
 * @see <a
 *     href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-664%3A+Provide+tooling+to+detect+and+abort+hanging+transactions">KIP-664,
 *     after which whoever may alter the cluster may send it</a>
 */
final class Markers {
  private static final short STAMPED = 2; // transaction.version, and the request that names it

  private final Wire wire;

  Markers(Wire wire) {
    this.wire = wire;
  }

  /**
   * Ends one partition's part of a transaction as its coordinator would have.
   *
   * @param leader of the partition
   * @throws ExecutionException with what Kafka says against it
   */
  void commit(Hanging.Open open, Node leader) throws ExecutionException {
    var producer = open.producer();
    var marker =
        new WriteTxnMarkersRequest.TxnMarkerEntry(
            producer.producerId(),
            (short) (producer.producerEpoch() + 1),
            producer.coordinatorEpoch().orElse(0),
            TransactionResult.COMMIT,
            List.of(open.partition()),
            STAMPED);
    var request = new Strict(new WriteTxnMarkersRequest.Builder(List.of(marker)));
    var said = (WriteTxnMarkersResponse) wire.ask(leader, request);
    var error =
        said.errorsByProducerId()
            .getOrDefault(producer.producerId(), Map.of())
            .getOrDefault(open.partition(), Errors.UNKNOWN_SERVER_ERROR);
    if (error != Errors.NONE) {
      throw new ExecutionException(error.exception());
    }
  }

  /**
   * No older version: a broker that does not know a marker's transaction version takes one that
   * comes too late, and ends with it what its producer has under way by then (KIP-1228).
   */
  private static final class Strict extends AbstractRequest.Builder<WriteTxnMarkersRequest> {
    private final WriteTxnMarkersRequest.Builder request;

    private Strict(WriteTxnMarkersRequest.Builder request) {
      super(ApiKeys.WRITE_TXN_MARKERS, STAMPED, ApiKeys.WRITE_TXN_MARKERS.latestVersion());
      this.request = request;
    }

    @Override
    public WriteTxnMarkersRequest build(short version) {
      return request.build(version);
    }
  }
}
