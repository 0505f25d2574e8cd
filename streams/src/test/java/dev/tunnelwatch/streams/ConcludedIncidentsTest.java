package dev.tunnelwatch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayId;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ConcludedIncidentsTest {
  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId ALIKE = new GatewayId(Lines.GW_WEU + "|other");
  private static final String ITS = WEU.resourceId() + "|0123456789abcdef";
  private static final String OF_ALIKE = ALIKE.resourceId() + "|fedcba9876543210";
  private static final byte[] OPEN = "open".getBytes(UTF_8);
  private static final byte[] CLOSED = "closed".getBytes(UTF_8);

  private final Table table = new Table(store(), GatewayState.CONCLUDED);

  @Test
  void whatStandsThereIsNotPassedOnAgainAlsoInTheNextLife() {
    var concluded = new ConcludedIncidents(table);
    assertThat(concluded.put(ITS, OPEN)).isTrue();
    assertThat(concluded.put(ITS, OPEN)).isFalse();

    var next = new ConcludedIncidents(table);
    assertThat(next.put(ITS, OPEN)).isFalse();
    assertThat(next.put(ITS, CLOSED)).isTrue();
    assertThat(table.get(ITS)).isEqualTo(CLOSED);
  }

  @Test
  void whatIsGoneComesAsNew() {
    var concluded = new ConcludedIncidents(table);
    concluded.put(ITS, OPEN);

    concluded.delete(ITS);

    assertThat(concluded.hasAny(WEU)).isFalse();
    assertThat(new ConcludedIncidents(table).hasAny(WEU)).isFalse();
    assertThat(concluded.put(ITS, OPEN)).isTrue();
    assertThat(concluded.hasAny(WEU)).isTrue();
  }

  /** Else the one would end the incidents of the other, whenever it is concluded. */
  @Test
  void aGatewayWhoseIdBeginsAlikeHasItsOwn() {
    var before = new ConcludedIncidents(table);
    before.put(ITS, OPEN);
    before.put(OF_ALIKE, OPEN);

    for (var concluded : new ConcludedIncidents[] {before, new ConcludedIncidents(table)}) {
      assertThat(concluded.of(WEU)).containsExactly(ITS);
      assertThat(concluded.of(ALIKE)).containsExactly(OF_ALIKE);
    }
  }

  private static KeyValueStore<String, byte[]> store() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    return store;
  }
}
