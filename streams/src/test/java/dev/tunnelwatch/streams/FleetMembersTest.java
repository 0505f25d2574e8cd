package dev.tunnelwatch.streams;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.records.GatewayIncidentJson;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** D of a gateway as the fleet stage knows it (rule 36). */
class FleetMembersTest {

  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId JPE = new GatewayId(Lines.GW_JPE);

  private final FleetMembers members = new FleetMembers(store());

  @Test
  void theLongestOfItsIncidentsDecides() {
    take("a", WEU, 30);
    take("b", WEU, 140);
    take("c", JPE, 45);

    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(140));
    assertThat(members.delay(JPE)).contains(Duration.ofSeconds(45));
  }

  @Test
  void whatComesAndGoesAfterItWasAskedForCounts() {
    take("a", WEU, 30);
    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(30));
    assertThat(members.delay(JPE)).isEmpty();

    take("b", WEU, 140);
    take("c", JPE, 45);
    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(140));
    assertThat(members.delay(JPE)).contains(Duration.ofSeconds(45));

    take("b", WEU, 35);
    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(35));

    assertThat(members.take(new Record<>("c", null, 0))).isTrue();
    assertThat(members.delay(JPE)).isEmpty();
  }

  @Test
  void oneThatItsGatewayHasForgottenCountsUntilItIsReleased() {
    take("a", WEU, 30);
    take("b", WEU, 140);
    var forgotten = new Record<String, byte[]>("b", null, 0);
    RecordHeaders.put(forgotten.headers(), RecordHeaders.FORGOTTEN, "");
    members.take(forgotten);
    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(140));

    members.release(_ -> true);

    assertThat(members.delay(WEU)).contains(Duration.ofSeconds(30));
  }

  private void take(String key, GatewayId gateway, long seconds) {
    var member = new GatewayIncident(gateway, parisUnreachable(), List.of());
    var record = new Record<>(key, GatewayIncidentJson.write(member), 0);
    RecordHeaders.put(
        record.headers(), RecordHeaders.DELAY, Duration.ofSeconds(seconds).toString());
    members.take(record);
  }

  private static Table store() {
    var context = new MockProcessorContext<String, byte[]>(new Properties());
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(FleetState.MEMBERS),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return new Table(store, FleetState.MEMBERS);
  }
}
