package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the store of what routine lines showed (rules 9 and 10). */
class EvidenceStoreTest {
  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId OTHER = new GatewayId(Lines.GW_WEU + "|other");
  private static final int MORE_THAN_IT_KEEPS = 7;

  @TempDir Path directory;

  private final List<GatewayId> gone = new ArrayList<>();
  private MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();

  @BeforeEach
  void openStores() {
    context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
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

  private EvidenceStore open() {
    return new EvidenceStore(context, gone::add);
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
    KeyValueStore<String, byte[]> store = context.getStateStore(builder().name());
    SortedMap<String, byte[]> rows = new TreeMap<>();
    try (var all = new Table(store, EvidenceStore.PRESENCE).all()) {
      all.forEachRemaining(entry -> rows.put(entry.key, entry.value));
    }
    return List.copyOf(rows.keySet());
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
    return Tables.onDisk();
  }
}
