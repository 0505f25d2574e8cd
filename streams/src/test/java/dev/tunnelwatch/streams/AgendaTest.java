package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class AgendaTest {

  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final GatewayId JPE = new GatewayId(Lines.GW_JPE);

  private final Table dirty = store("dirty");
  private final Table due = store("due");
  private Instant now = TEN;
  private final Agenda agenda = new Agenda(dirty, due, () -> now);

  @Test
  void whoWaitsLongestIsNextAndANewMarkChangesNothing() {
    agenda.mark(WEU);
    agenda.mark(JPE);
    agenda.mark(WEU);

    assertThat(agenda.next(TEN)).contains(WEU);
    agenda.settle(WEU, Optional.empty(), false);
    agenda.mark(WEU);

    assertThat(agenda.next(TEN)).contains(JPE);
    agenda.settle(JPE, Optional.empty(), false);
    agenda.settle(WEU, Optional.empty(), false);
    assertThat(agenda.next(TEN)).isEmpty();
  }

  @Test
  void everythingDueIsNextHoweverLateTheTick() {
    agenda.settle(WEU, Optional.of(TEN.plusSeconds(30)), false);
    agenda.settle(JPE, Optional.of(TEN.plusSeconds(20)), false);

    assertThat(agenda.next(TEN.plusSeconds(19))).isEmpty();
    assertThat(agenda.next(TEN.plusSeconds(3_600))).contains(JPE);
    agenda.settle(JPE, Optional.empty(), false);
    assertThat(agenda.next(TEN.plusSeconds(3_600))).contains(WEU);
  }

  @Test
  void anotherDueTimeReplacesTheOneBefore() {
    agenda.settle(WEU, Optional.of(TEN.plusSeconds(30)), false);
    agenda.settle(WEU, Optional.of(TEN.plusSeconds(90)), false);

    assertThat(agenda.next(TEN.plusSeconds(30))).isEmpty();
    assertThat(agenda.next(TEN.plusSeconds(90))).contains(WEU);
  }

  @Test
  void theStoresTellItAllAgain() {
    agenda.mark(WEU);
    agenda.settle(JPE, Optional.of(TEN.plusSeconds(30)), false);

    var again = new Agenda(dirty, due, () -> now);

    assertThat(again.dirty()).isEqualTo(1);
    assertThat(again.next(TEN)).contains(WEU);
    assertThat(again.next(TEN.plusSeconds(30))).contains(JPE);
  }

  @Test
  void whatIsNotUnderstoodStopsNobodyAndIsConcludedAtOnceWhereItCan() {
    dirty.put("no gateway", new byte[] {1});
    due.put("none either", TEN.toString().getBytes(UTF_8));
    due.put(WEU.resourceId(), "soon".getBytes(UTF_8));

    var again = new Agenda(dirty, due, () -> now);

    assertThat(again.dirty()).isZero();
    assertThat(again.next(TEN)).contains(WEU);
    again.settle(WEU, Optional.empty(), false);
    assertThat(again.next(TEN.plusSeconds(3_600))).isEmpty();
    assertThat(due.get(WEU.resourceId())).isNull();
  }

  @Test
  void signsOfLifeCanWaitWhereNothingIsWrongAndTroubleCannot() {
    agenda.settle(WEU, Optional.empty(), true);
    agenda.settle(JPE, Optional.empty(), true);
    agenda.markPatiently(WEU);
    agenda.markPatiently(JPE);

    assertThat(agenda.next(TEN)).isEmpty();
    assertThat(agenda.awaits(WEU, TEN)).isTrue(); // before anything of it is let go of
    agenda.mark(JPE);
    assertThat(agenda.next(TEN)).contains(JPE);
    agenda.settle(JPE, Optional.empty(), false);

    now = TEN.plus(Agenda.PATIENCE).minusMillis(1);
    agenda.markPatiently(WEU); // again: it does not wait longer for that
    assertThat(agenda.next(TEN)).isEmpty();
    now = TEN.plus(Agenda.PATIENCE);
    assertThat(agenda.next(TEN)).contains(WEU);
    agenda.settle(WEU, Optional.empty(), true);
    assertThat(agenda.next(TEN)).isEmpty();
    assertThat(agenda.awaits(WEU, TEN)).isFalse();
  }

  @Test
  void nothingWaitsWhereSomethingIsWrongOrWhereThatIsNotKnown() {
    agenda.markPatiently(WEU);
    assertThat(agenda.next(TEN)).contains(WEU);
    agenda.settle(WEU, Optional.empty(), false);

    agenda.markPatiently(WEU);

    assertThat(agenda.next(TEN)).contains(WEU);
  }

  @Test
  void whatWaitedIsConcludedAtOnceAfterARestartOrWhenTheClockIsSetBack() {
    agenda.settle(WEU, Optional.empty(), true);
    agenda.markPatiently(WEU);

    assertThat(new Agenda(dirty, due, () -> now).next(TEN)).contains(WEU);
    now = TEN.minusSeconds(3_600);
    assertThat(agenda.next(TEN)).contains(WEU);
  }

  private static Table store(String name) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    var context = new MockProcessorContext<String, byte[]>();
    store.init(context.getStateStoreContext(), store);
    return new Table(store, name);
  }
}
