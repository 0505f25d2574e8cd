package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.simulator.hub.Hub;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The official client against the stand-in. */
final class EventHubSourceTest extends SourceContract {
  private final HandClock clock = new HandClock();
  private final HubServer server =
      HubServer.start(HubServerConfig.of(clock, HubSpec.of("tunnel-logs", 2)));
  private final Hub hub = server.hub("tunnel-logs");
  private final Source source =
      new EventHubSource(
          HubSource.of(new Secret(server.connectionString("tunnel-logs")), "tunnel-logs"), 16);

  /** The client gives such a link up; the slot builds another. */
  @Test
  void aLinkThatTheHubDetachedEndsTheReaderAndAnotherGoesOn() {
    publish("0", new byte[] {1});
    try (var reader = source.open("0", new ReadFrom.After(-1), 1, new Intake(1 << 20))) {
      take(reader, 1);
      hub.detachReceivers(0);
      publish("0", new byte[] {2});

      assertThatThrownBy(() -> take(reader, 1)).isInstanceOf(SourceException.class);
    }
    try (var another = source.open("0", new ReadFrom.After(0), 2, new Intake(1 << 20))) {
      assertThat(take(another, 1)).extracting(SourceEvent::sequence).containsExactly(1L);
    }
  }

  @Test
  void theEndIsToldAlongWithTheEvents() {
    publish("0", new byte[] {1});
    publish("0", new byte[] {2});
    try (var reader = source.open("0", new ReadFrom.After(-1), 1, new Intake(1 << 20))) {
      take(reader, 2);

      assertThat(reader.end().map(PartitionEnd::last)).contains(1L);
      assertThat(reader.end().map(PartitionEnd::asOf)).contains(clock.instant());
    }
  }

  @Test
  void aWrongKeyIsToldWithoutTheKey() {
    var wrong =
        server
            .connectionString("tunnel-logs")
            .replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=canary");
    try (var refused = new EventHubSource(HubSource.of(new Secret(wrong), "tunnel-logs"), 16)) {
      assertThatThrownBy(() -> refused.describe().get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(SourceException.class)
          .hasMessageContaining("tunnel-logs: ")
          .hasMessageNotContaining("canary");
    }
  }

  /** Of a sender that is not Azure Monitor; an empty body is rejected, and reading goes on. */
  @Test
  void anEventThatIsNoDataIsOneWithoutABody() {
    hub.publishValue(0, "a text");
    publish("0", new byte[] {2});
    try (var reader = source.open("0", new ReadFrom.After(-1), 1, new Intake(1 << 20))) {
      assertThat(take(reader, 2)).extracting(event -> event.body().length).containsExactly(0, 1);
    }
  }

  @AfterEach
  void close() {
    source.close();
    server.close();
  }

  @Override
  Source source() {
    return source;
  }

  @Override
  long publish(String partition, byte[] body) {
    return hub.publish(Integer.parseInt(partition), body);
  }

  @Override
  Instant later() {
    clock.pass(Duration.ofSeconds(1));
    return clock.instant();
  }
}
