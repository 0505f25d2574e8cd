package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the store of what routine lines showed (rules 9 and 10). */
class EvidenceStoreTest {
  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId OTHER = new GatewayId(Lines.GW_WEU + "|other");
  private static final int MORE_THAN_IT_KEEPS = 7;
  private static final RecordReader READER = new RecordReader(Pseudonyms.redacted());

  @TempDir Path directory;

  private static final int ROOM = 8_192;

  private final List<GatewayId> gone = new ArrayList<>();
  private MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();

  @BeforeEach
  void openStores() {
    openStores(0);
  }

  private void openStores(int partition) {
    var task = new TaskId(0, partition);
    context = new MockProcessorContext<>(new Properties(), task, directory.toFile());
    var name = builder().name();
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
  }

  @Test
  void offersThatItHasNoRoomForGoWithTheRest() {
    var evidence = open();
    assertThat(evidence.of(WEU).presence()).isEmpty(); // in memory from now on
    offerAll(evidence, TEN);
    assertThat(rows()).hasSize(MORE_THAN_IT_KEEPS);

    assertThat(evidence.cut(WEU, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    assertThat(rows()).isEmpty();
    assertThat(gone).containsExactly(WEU);
    assertThat(open().of(WEU).presence()).isEmpty();
  }

  @Test
  void whatTheNextLifeFindsIsWhatThisOneKept() {
    var evidence = open();
    offerAll(evidence, TEN);
    offerAll(evidence, TEN.plus(Duration.ofHours(59)));
    assertThat(rows()).hasSize(2 * MORE_THAN_IT_KEEPS);

    assertThat(evidence.cut(WEU, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    var kept = evidence.of(WEU).presence();
    assertThat(gone).isEmpty();
    assertThat(kept).hasSizeBetween(1, MORE_THAN_IT_KEEPS - 1);
    assertThat(rows()).containsExactlyElementsOf(kept.keySet());
    assertThat(open().of(WEU).presence()).isEqualTo(kept);
  }

  @Test
  void aGatewayWhoseIdBeginsAlikeKeepsItsOwn() {
    var evidence = open();
    evidence.add(new Presence(OTHER, Category.IKE, TEN, Optional.empty(), Presence.Sign.HEARD));
    offerAll(evidence, TEN);

    assertThat(evidence.cut(WEU, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    assertThat(rows()).singleElement().asString().startsWith(OTHER.resourceId());
  }

  /** Whoever can write to a hub can invent peers, and what they taught is written as one record. */
  @Test
  void ofPeersThatNobodyConfiguredTheLatestAreRemembered() {
    var evidence = open();
    for (int i = 0; i < 12_000; i++) {
      add(evidence, WEU, "198.18.%d.%d".formatted(i / 250, i % 250), TEN.plusMillis(i));
    }

    assertThat(evidence.cut(WEU, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    var tunnels = open().of(WEU).carry().tunnels();
    assertThat(tunnels).hasSize(2_000);
    assertThat(tunnels.values())
        .allSatisfy(
            tunnel ->
                assertThat(tunnel.firstUp())
                    .hasValueSatisfying(
                        up -> assertThat(up).isAfterOrEqualTo(TEN.plusMillis(10_000))));
  }

  /** Else each line of a storm has all of its gateway read that does not fit into memory. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsKeptDoesNotDependOnWhetherItIsInMemory(long seed) {
    var random = new Random(seed);
    var lines = new ArrayList<byte[]>();
    for (int i = 0; i < 400; i++) {
      lines.add(line(random, TEN.plusMillis(random.nextInt(240_000))));
    }
    lines.addAll(lines.subList(0, 50)); // copies
    Collections.shuffle(lines, random);

    var evidence = open();
    var there = lines.stream().map(line -> add(evidence, line)).toList();
    var kept = rows(EvidenceStore.EVENTS);
    openStores();
    var other = open(new EvidenceRoom(0));
    var elsewhere = lines.stream().map(line -> add(other, line)).toList();

    assertThat(elsewhere).as("seed %d", seed).isEqualTo(there).contains(true, false);
    assertThat(rows(EvidenceStore.EVENTS)).as("seed %d", seed).isEqualTo(kept);
    assertThat(evidence.inMemory()).isEqualTo(1);
    assertThat(other.inMemory()).isZero();
    assertThat(kept).hasSizeBetween(50, 350);
  }

  /** Of four peers, of what can be a repeat and of what cannot. */
  private static byte[] line(Random random, Instant at) {
    var peer = "198.51.100." + random.nextInt(4);
    var gateway = WEU.resourceId();
    return switch (random.nextInt(4)) {
      case 0 -> Lines.connected(gateway, "IN_0", peer, at);
      case 1 -> Lines.disconnected(gateway, "IN_1", peer, at, "RemotelyTriggeredDisconnect");
      case 2 -> Lines.refused(gateway, "IN_0", peer, at);
      default -> Lines.refused(gateway, "IN_1", peer, at);
    };
  }

  private static boolean add(EvidenceStore evidence, byte[] line) {
    var reading = READER.read(line, new Origin("story", Optional.empty()));
    var event = ((Reading.Event) reading).event();
    return evidence.add(event, EventJson.write(event));
  }

  @Test
  void whatIsOlderThanTheLastCutIsNoEvidenceThoughNothingIsInMemory() {
    var first = open();
    add(first, WEU, TEN);
    assertThat(first.cut(WEU, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    var kept = rows(EvidenceStore.EVENTS);

    var line = Lines.connected(WEU.resourceId(), "IN_0", Lines.PARIS, TEN.plusSeconds(1));
    assertThat(add(open(new EvidenceRoom(0)), line)).isFalse();

    assertThat(rows(EvidenceStore.EVENTS)).isEqualTo(kept);
  }

  @Test
  void aTaskMayFillWhatOthersLeaveOfTheirShare() {
    var room = new EvidenceRoom(200);
    var first = open(room);
    openStores(1);
    var second = open(room);
    for (int i = 0; i < 75; i++) {
      add(first, WEU, TEN.plusSeconds(i));
      add(first, OTHER, TEN.plusSeconds(i));
    }
    assertThat(first.inMemory()).as("more than its half").isEqualTo(2);

    var third = new GatewayId(Lines.GW_WEU + "|third");
    for (int i = 0; i < 75; i++) {
      add(second, third, TEN.plusSeconds(i));
    }
    assertThat(second.inMemory()).as("less than its half").isEqualTo(1);
    first.tick(); // to whom nothing comes any more
    assertThat(first.inMemory()).as("another needs its half").isEqualTo(1);

    second.close();
    assertThat(first.of(WEU).events()).hasSize(75);
    assertThat(first.of(OTHER).events()).hasSize(75);
    assertThat(first.inMemory()).as("the other is gone").isEqualTo(2);
  }

  /** Kafka Streams closes no processor of a task that could not begin. */
  @Test
  void aTaskThatBeginsAnewTakesNoMoreRoomThanBefore() {
    var room = new EvidenceRoom(100);
    for (int i = 0; i < 5; i++) {
      assertThat(open(room).inMemory()).isZero();
    }

    assertThat(room.share()).isEqualTo(100);
  }

  /** Else a process that is handed more tasks keeps what it had room for with fewer. */
  @Test
  void aTaskThatOnceMadeRoomMakesMoreWhenOthersCome() {
    var room = new EvidenceRoom(100);
    var first = open(room);
    for (int i = 0; i < 300; i++) { // more than there is room for
      add(first, new GatewayId(Lines.GW_WEU + i), TEN);
      assertThat(first.of(new GatewayId(Lines.GW_WEU + i)).events()).hasSize(1);
    }
    assertThat(first.inMemory()).isGreaterThan(40);

    for (int partition = 1; partition < 10; partition++) {
      openStores(partition);
      var other = open(room);
      for (int i = 0; i < 6; i++) {
        add(other, new GatewayId(Lines.GW_WEU + i), TEN);
      }
      assertThat(other.inMemory()).isPositive();
    }
    assertThat(first.of(OTHER).events()).isEmpty();

    assertThat(first.inMemory()).isLessThanOrEqualTo(10);
  }

  /** Else the first gateways of a life stay in memory, and grow there, until others come. */
  @Test
  void aLoudGatewayPushesQuietOnesOutOfMemoryAndStays() {
    var evidence = open();
    add(evidence, WEU, TEN);
    add(evidence, OTHER, TEN);
    assertThat(evidence.inMemory()).isEqualTo(2);

    for (int i = 1; i < 9_000; i++) {
      add(evidence, OTHER, TEN.plusSeconds(i));
    }

    assertThat(evidence.inMemory()).isEqualTo(1);
    assertThat(evidence.of(OTHER).events()).hasSize(9_000);
    assertThat(evidence.of(WEU).events()).hasSize(1);
    assertThat(evidence.inMemory()).isEqualTo(2);
  }

  @Test
  void signsFillMemoryToo() {
    var evidence = open(new EvidenceRoom(100));
    assertThat(evidence.of(WEU).events()).isEmpty();
    assertThat(evidence.of(OTHER).events()).isEmpty();

    for (int hour = 0; hour < 16 * 150; hour++) {
      var at = TEN.plus(Duration.ofHours(hour));
      evidence.add(new Presence(OTHER, Category.IKE, at, Optional.empty(), Presence.Sign.HEARD));
    }

    assertThat(evidence.inMemory()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeKeptIsNoEvidence() {
    var failing = new AtomicBoolean();
    context.addStateStore(failing(failing));
    var evidence = open();
    add(evidence, WEU, TEN);
    var sign = new Presence(WEU, Category.IKE, TEN, Optional.empty(), Presence.Sign.HEARD);

    failing.set(true);
    assertThatThrownBy(() -> add(evidence, WEU, TEN.plusSeconds(60)))
        .isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> evidence.add(sign)).isInstanceOf(StackOverflowError.class);
    failing.set(false);

    assertThat(evidence.of(WEU).events()).hasSize(1);
    assertThat(evidence.of(WEU).presence()).isEmpty();
    add(evidence, WEU, TEN.plusSeconds(60));
    assertThat(evidence.add(sign)).isTrue();
    assertThat(open().of(WEU).events()).hasSize(2);
  }

  /** The store, but for that what it does leads too deep now and then. */
  private StateStore failing(AtomicBoolean now) {
    StateStore store = context.getStateStore(builder().name());
    return (StateStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> {
              if (now.get() && method.getName().equals("put")) {
                throw new StackOverflowError("the story's failure");
              }
              return method.invoke(store, arguments);
            });
  }

  @Test
  void everyGatewayComesUpWhateverItsIdGoesOnWith() {
    var before = new GatewayId(Lines.GW_WEU + "|a");
    var evidence = open();
    for (var gateway : List.of(WEU, OTHER, before)) {
      add(evidence, gateway, TEN);
      add(evidence, gateway, TEN.plusSeconds(60));
    }
    var silent = new GatewayId(Lines.GW_WEU + "|silent");
    evidence.add(new Presence(silent, Category.IKE, TEN, Optional.empty(), Presence.Sign.HEARD));
    var taught = new GatewayId(Lines.GW_WEU + "|taught");
    add(evidence, taught, TEN);
    assertThat(evidence.cut(taught, Optional.empty(), TEN.plus(Duration.ofHours(60)))).isTrue();

    var found = new TreeSet<GatewayId>();
    int places = 0;
    for (var at = evidence.after(Optional.empty()); at.isPresent(); at = evidence.after(at)) {
      found.add(at.get().gateway());
      places++;
    }

    assertThat(found).containsExactly(WEU, before, OTHER, silent, taught);
    assertThat(places).isLessThan(10);
  }

  private static void add(EvidenceStore evidence, GatewayId gateway, Instant at) {
    add(evidence, gateway, Lines.PARIS, at);
  }

  private static void add(EvidenceStore evidence, GatewayId gateway, String peer, Instant at) {
    var line = Lines.connected(gateway.resourceId(), "IN_0", peer, at);
    var reading = READER.read(line, new Origin("story", Optional.empty()));
    var event = ((Reading.Event) reading).event();
    assertThat(evidence.add(event, EventJson.write(event))).isTrue();
  }

  private EvidenceStore open() {
    return open(new EvidenceRoom(ROOM));
  }

  private EvidenceStore open(EvidenceRoom room) {
    return new EvidenceStore(context, room, gone::add);
  }

  private static void offerAll(EvidenceStore evidence, Instant at) {
    var tunnel = new TunnelId(WEU, Instance.IN_0, new IpAddress(Lines.PARIS));
    for (int i = 0; i < MORE_THAN_IT_KEEPS; i++) {
      var choices = List.of("AES-CBC-256/SHA256/DH" + i);
      var offer = new Offer(Offer.Side.PEER, Offer.Kind.IKE, choices);
      var minute = at.plus(Duration.ofMinutes(i));
      assertThat(evidence.add(Presence.offered(tunnel, Category.IKE, minute, offer))).isTrue();
    }
  }

  private List<String> rows() {
    return rows(EvidenceStore.PRESENCE);
  }

  private List<String> rows(String table) {
    KeyValueStore<String, byte[]> store = context.getStateStore(builder().name());
    var keys = new ArrayList<String>();
    try (var all = new Table(store, table).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
    return Tables.onDisk();
  }
}
