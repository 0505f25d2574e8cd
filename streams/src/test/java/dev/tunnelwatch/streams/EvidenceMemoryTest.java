package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What seems to be in memory is there: else lines go the slow way though there is room. */
class EvidenceMemoryTest {
  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final Duration HORIZON = Duration.ofHours(60);
  private static final RecordReader READER = new RecordReader(Pseudonyms.redacted());

  @TempDir Path directory;

  private final EvidenceRoom room = new EvidenceRoom(100);
  private final AtomicBoolean failing = new AtomicBoolean();
  private MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();

  @BeforeEach
  void openStores() {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Tables.onDisk().name()),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(
        (StateStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KeyValueStore.class},
                (_, method, arguments) -> {
                  if (failing.get() && method.getName().equals("put")) {
                    throw new StackOverflowError("the story's failure");
                  }
                  return method.invoke(store, arguments);
                }));
  }

  @Test
  void anHourOfSignsIsMuchLessThanAnEvent() {
    var evidence = open();
    assertThat(evidence.of(WEU).presence()).isEmpty(); // in memory from now on
    for (int hour = 0; hour < 80; hour++) {
      assertThat(evidence.add(sign(WEU, TEN.plus(Duration.ofHours(hour))))).isTrue();
    }

    assertThat(hasRoom()).isTrue();
  }

  @Test
  void whatIsGoneLeavesItsRoomToOthers() {
    var evidence = open();
    for (int i = 0; i < 40; i++) {
      var gateway = new GatewayId(Lines.GW_WEU + i);
      assertThat(evidence.of(gateway).presence()).isEmpty();
      evidence.add(sign(gateway, TEN));
      assertThat(evidence.cut(gateway, Optional.empty(), TEN.plus(HORIZON))).isTrue();
    }

    assertThat(evidence.inMemory()).isZero();
    assertThat(hasRoom()).isTrue();
  }

  @Test
  void whatCouldNotBeKeptTakesNoRoom() {
    var evidence = open();
    failing.set(true);
    for (int i = 0; i < 60; i++) {
      var event = connected(TEN.plusSeconds(i), Optional.empty());
      assertThatThrownBy(() -> evidence.add(event, EventJson.write(event)))
          .isInstanceOf(StackOverflowError.class);
    }

    assertThat(evidence.inMemory()).isZero();
    assertThat(hasRoom()).isTrue();
  }

  /** Which of them came first the copies say. */
  @Test
  void copiesTakeTheRoomOfOne() {
    var evidence = open();
    for (int i = 0; i < 80; i++) {
      var event = connected(TEN, Optional.of(TEN.plusSeconds(200 - i)));
      assertThat(evidence.add(event, EventJson.write(event))).isTrue();
    }

    assertThat(evidence.of(WEU).events()).hasSize(1);
    assertThat(hasRoom()).isTrue();
  }

  /** Anybody can invent names, and nothing ever lets go of a gateway that holds nothing. */
  @Test
  void ofGatewaysThatNeverBroughtEvidenceFewAreRemembered() {
    var evidence = new EvidenceStore(context, new EvidenceRoom(0), _ -> {});
    var known = connected(TEN, Optional.empty());
    for (int i = 0; i < 2 * Carries.REMEMBERED; i++) {
      var event = new GatewayEvent.Unrecognised(new GatewayId(Lines.GW_WEU + i), known.evidence());
      assertThat(evidence.add(event, EventJson.write(event))).isFalse();
    }

    assertThat(evidence.cutsRemembered()).isEqualTo(Carries.REMEMBERED);
  }

  private EvidenceStore open() {
    return new EvidenceStore(context, room, _ -> {});
  }

  /** For one who holds more than his share. */
  private boolean hasRoom() {
    return room.isAmple(Long.MAX_VALUE);
  }

  private static Presence sign(GatewayId gateway, Instant at) {
    return new Presence(gateway, Category.IKE, at, Optional.empty(), Presence.Sign.HEARD);
  }

  private static GatewayEvent connected(Instant at, Optional<Instant> enqueuedAt) {
    var line = Lines.connected(WEU.resourceId(), "IN_0", Lines.PARIS, at);
    return ((Reading.Event) READER.read(line, new Origin("story", enqueuedAt))).event();
  }
}
