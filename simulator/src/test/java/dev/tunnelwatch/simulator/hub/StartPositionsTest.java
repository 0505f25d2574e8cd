package dev.tunnelwatch.simulator.hub;

import static dev.tunnelwatch.simulator.hub.OfficialClient.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.models.EventPosition;
import dev.tunnelwatch.model.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A receiver begins where it says; ten events stand a minute apart, the oldest two forgotten. */
@Timeout(20)
class StartPositionsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final HubServer server =
      HubServer.start(
          HubServerConfig.of(
              now::get,
              HubSpec.of("logs", 1).withRetention(new Retention(8, 1 << 20, Duration.ofDays(1)))));
  private final String connection = server.connectionString("logs");
  private final OfficialClient client = new OfficialClient();

  @BeforeEach
  void tenEvents() {
    for (int i = 0; i < 10; i++) {
      server.hub("logs").publish(0, new byte[100]);
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
    }
  }

  @AfterEach
  void closeAll() {
    client.close();
    server.close();
  }

  static Stream<Arguments> positions() {
    return Stream.of(
        Arguments.of(EventPosition.earliest(), 2),
        Arguments.of(EventPosition.fromSequenceNumber(5, true), 5),
        Arguments.of(EventPosition.fromSequenceNumber(5, false), 6),
        Arguments.of(EventPosition.fromSequenceNumber(0, true), 2), // forgotten: the oldest kept
        Arguments.of(EventPosition.fromOffsetString("700"), 8), // after the event at 700
        Arguments.of(EventPosition.fromEnqueuedTime(NOON.plusSeconds(239)), 4));
  }

  @ParameterizedTest
  @MethodSource("positions")
  void aReceiverBeginsWhereItSays(EventPosition position, long first) {
    var received = client.receive(connection, "0", position);

    Await.until("the last event", PATIENCE, () -> received.sequences().contains(9L));
    assertThat(received.sequences()).isEqualTo(LongStreams.range(first, 10));
  }

  @Test
  void aPositionBeyondTheEndIsRefusedForItIsAnotherHubs() {
    var received = client.receive(connection, "0", EventPosition.fromSequenceNumber(500));

    Await.until("the refusal", PATIENCE, () -> received.error.get() != null);
    assertThat(received.error.get()).hasMessageContaining("'500'");
  }

  @Test
  void theNextPositionIsAcceptedAndWaits() {
    var received = client.receive(connection, "0", EventPosition.fromSequenceNumber(10, true));

    server.hub("logs").publish(0, new byte[1]);

    Await.until("the next event", PATIENCE, () -> received.sequences().contains(10L));
    assertThat(received.sequences()).containsExactly(10L);
  }
}
