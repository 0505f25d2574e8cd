package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Which records D of a gateway is made of (rule 35). */
class DelaysTest {

  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId JPE = new GatewayId(Lines.GW_JPE);

  private final SettableClock clock = new SettableClock(Story.TEN);
  private final Table store = store();
  private final Delays delays = new Delays(store, clock);

  @Test
  void gatewaysOfOneSourceAreCountedTogether() {
    take(WEU, "hub-eu", 1, 42);
    take(JPE, "hub-eu", 198, 42);
    assertThat(delays.of(WEU)).isEqualTo(DelayHistogram.UNKNOWN);

    take(JPE, "hub-eu", 1, 42);

    assertThat(delays.of(WEU)).isEqualTo(delays.of(JPE)).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void aSourceSaysNothingOfGatewaysThatDoNotUseIt() {
    take(JPE, "hub-jp", 200, 140);
    take(WEU, "hub-eu", 200, 33);

    assertThat(delays.of(WEU)).isEqualTo(Duration.ofSeconds(35));
  }

  @Test
  void theSlowestOfItsSourcesDecides() {
    take(WEU, "hub-eu", 200, 33);
    take(WEU, "hub-slow", 1, 33);
    assertThat(delays.of(WEU)).as("one of them is not known").isEqualTo(DelayHistogram.UNKNOWN);

    take(JPE, "hub-slow", 200, 140);

    assertThat(delays.of(WEU)).isEqualTo(Duration.ofSeconds(145));
  }

  @Test
  void aSourceSilentForAnHourHasNoSayAnyMore() {
    take(WEU, "hub-old", 200, 140);
    clock.advance(Duration.ofMinutes(66));
    take(WEU, "hub-new", 200, 33);

    assertThat(delays.of(WEU)).isEqualTo(Duration.ofSeconds(35));
  }

  @Test
  void aGatewayNobodyHeardOfHasADelayThatIsNotKnown() {
    assertThat(delays.of(WEU)).isEqualTo(DelayHistogram.UNKNOWN);
  }

  @Test
  void whatIsAMinuteOldSurvivesTheRestart() {
    take(WEU, "hub-eu", 1, 42);
    take(JPE, "hub-eu", 199, 42);
    clock.advance(Duration.ofSeconds(59));
    delays.tick();
    assertThat(new Delays(store, clock).of(WEU)).isEqualTo(DelayHistogram.UNKNOWN);

    clock.advance(Duration.ofSeconds(1));
    delays.tick();

    assertThat(new Delays(store, clock).of(WEU)).isEqualTo(Duration.ofSeconds(45));
  }

  @Test
  void nothingStaysOfAGatewayThatIsGoneAndItsSourcesKeepTheirCounts() {
    take(WEU, "hub-eu", 200, 42);
    take(JPE, "hub-eu", 1, 42);

    delays.forget(WEU);

    assertThat(delays.of(WEU)).isEqualTo(DelayHistogram.UNKNOWN);
    assertThat(new Delays(store, clock).of(WEU)).isEqualTo(DelayHistogram.UNKNOWN);
    assertThat(gateways()).singleElement().asString().endsWith(Lines.GW_JPE);
    take(WEU, "hub-eu", 1, 42);
    assertThat(delays.of(WEU)).isEqualTo(delays.of(JPE)).isEqualTo(Duration.ofSeconds(45));
  }

  /** Anybody can invent names, and nothing ever lets go of a gateway that holds nothing. */
  @Test
  void nothingStaysOfGatewaysThatNeverBroughtEvidenceButTheirSourceIsCounted() {
    take(WEU, "hub-eu", 1, 42);
    var now = clock.instant();
    for (int i = 0; i < 1_000; i++) {
      var invented = new GatewayId(Lines.GW_JPE + i);
      delays.took(invented, "hub-eu", now, now.minusSeconds(42), false);
      assertThat(delays.of(invented)).isEqualTo(DelayHistogram.UNKNOWN);
    }

    assertThat(gateways()).singleElement().asString().endsWith(Lines.GW_WEU);
    assertThat(delays.of(WEU)).isEqualTo(Duration.ofSeconds(45));
  }

  /** Two sources may bring the same, and the slower one brings nothing but copies. */
  @Test
  void aSourceOfCopiesHasItsSayWhereTheGatewayIsKnown() {
    take(WEU, "hub-eu", 200, 42);
    take(JPE, "hub-slow", 200, 140);
    var now = clock.instant();

    delays.took(WEU, "hub-slow", now, now.minusSeconds(140), false);

    assertThat(delays.of(WEU)).isEqualTo(Duration.ofSeconds(145));
  }

  private List<String> gateways() {
    var keys = new ArrayList<String>();
    try (var entries = store.under("gateway|")) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void take(GatewayId gateway, String source, int records, long seconds) {
    var now = clock.instant();
    for (int i = 0; i < records; i++) {
      delays.took(gateway, source, now, now.minusSeconds(seconds), true);
    }
  }

  private static Table store() {
    var context = new MockProcessorContext<String, byte[]>(new Properties());
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Delays.STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return new Table(store, Delays.STORE);
  }
}
