package dev.tunnelwatch.simulator.hub;

import static dev.tunnelwatch.simulator.hub.OfficialClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import dev.tunnelwatch.model.testing.Await;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One partition and several who want it, each a client of its own. */
@Timeout(20)
class OwnershipOverTheWireTest {

  private final HubServer server =
      HubServer.start(
          HubServerConfig.of(
              InstantSource.system(), HubSpec.of("logs", 1), HubSpec.of("other", 1)));
  private final Hub hub = server.hub("logs");
  private final OfficialClient client = new OfficialClient();

  @BeforeEach
  void oneEvent() {
    hub.publish(0, new byte[1]);
  }

  @AfterEach
  void closeAll() {
    client.close();
    server.close();
  }

  private OfficialClient.Received receive(ReceiveOptions options) {
    return client.receive(
        client.consumer(server.connectionString("logs")), "0", EventPosition.earliest(), options);
  }

  private OfficialClient.Received receiveAs(long epoch) {
    return receive(new ReceiveOptions().setOwnerLevel(epoch));
  }

  private static void reads(OfficialClient.Received receiver) {
    Await.until("a receiver to read", PATIENCE, () -> !receiver.events.isEmpty());
  }

  private static void isToldOf(OfficialClient.Received receiver, AmqpErrorCondition condition) {
    Await.until("a receiver to end", PATIENCE, () -> receiver.error.get() != null);
    assertThat(receiver.error.get())
        .isInstanceOfSatisfying(
            AmqpException.class,
            error -> assertThat(error.getErrorCondition()).isEqualTo(condition));
  }

  @Test
  void aNewerOwnerStealsThePartitionAndTheOlderReadsNoMore() {
    var older = receiveAs(1);
    reads(older);
    var newer = receiveAs(2);
    reads(newer);

    hub.publish(0, new byte[1]);

    isToldOf(older, AmqpErrorCondition.LINK_STOLEN);
    Await.until("the second event", PATIENCE, () -> newer.events.size() == 2);
    assertThat(older.events).hasSize(1);
  }

  @Test
  void anOwnerOfTheSameEpochStealsToo() {
    var first = receiveAs(7);
    reads(first);
    reads(receiveAs(7));

    isToldOf(first, AmqpErrorCondition.LINK_STOLEN);
  }

  @Test
  void aLowerEpochAndNoneAreRefusedWhileTheOwnerReadsOn() {
    var owner = receiveAs(5);
    reads(owner);

    isToldOf(receiveAs(4), AmqpErrorCondition.LINK_STOLEN);
    isToldOf(receive(new ReceiveOptions()), AmqpErrorCondition.LINK_STOLEN);

    hub.publish(0, new byte[1]);
    Await.until("the owner's next event", PATIENCE, () -> owner.events.size() == 2);
  }

  @Test
  void aFrozenPartitionIsSilentWithoutErrorUntilItIsThawed() {
    var receiver = receiveAs(0);
    reads(receiver);
    hub.freeze(0);

    hub.publish(0, new byte[1]);
    server.hub("other").publish(0, new byte[1]);
    reads(client.receive(server.connectionString("other"), "0", EventPosition.earliest()));
    assertThat(receiver.events).hasSize(1);
    hub.thaw(0);

    Await.until("the event of the silence", PATIENCE, () -> receiver.events.size() == 2);
  }

  /** The client's stream then completes without an error: whoever reads has to begin again. */
  @Test
  void aCutConnectionEndsAReceiverAndItsSuccessorGoesOn() {
    var receiver = receive(new ReceiveOptions());
    reads(receiver);
    server.cutConnections();
    Await.until("the receiver to end", PATIENCE, receiver.ended::get);

    hub.publish(0, new byte[1]);
    var successor =
        client.receive(
            server.connectionString("logs"), "0", EventPosition.fromSequenceNumber(0, false));

    Await.until("the event after the cut", PATIENCE, () -> !successor.events.isEmpty());
    assertThat(successor.sequences()).containsExactly(1L);
  }
}
