package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.alerts.Send.Action.RESOLVE;
import static dev.tunnelwatch.alerts.Send.Action.UPDATE;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One page for one fault, under the labels it was paged with, whatever becomes of ids. */
class PageKeyTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private static final String HEIR = "fedcba9876543210";

  private final AlertBook book = new AlertBook();
  private final Incident open = parisUnreachable();

  @Test
  void rule39TheHumanSeesOnePageThoughTheIdMoves() {
    put(open);
    var first = decide(SOON).getFirst();

    put(Revised.replacing(open.id(), Revised.named(HEIR, open)));
    put(Revised.mergedInto(HEIR, open));

    assertThat(decide(SOON))
        .singleElement()
        .returns(UPDATE, Send::action)
        .returns(first.labels(), Send::labels)
        .returns(HEIR, send -> send.incident().id());
    assertThat(decide(SOON)).isEmpty();
  }

  @Test
  void rule39OfTwoPagesThatTurnOutToBeOneFaultOneIsResolved() {
    var other = Revised.named(HEIR, open);
    put(open);
    put(other);
    assertThat(decide(SOON)).hasSize(2);

    put(Revised.mergedInto(HEIR, open));
    put(Revised.replacing(open.id(), Revised.saying("paris unreachable, and tokyo", other)));

    assertThat(decide(SOON)).extracting(Send::action).containsExactlyInAnyOrder(RESOLVE, UPDATE);
  }

  @Test
  void rule39OfANotificationAndAPageThatBecomeOneThePageGoesOn() {
    var told = Revised.named("00000000000000aa", Revised.warning(open));
    put(told);
    put(open);
    decide(SOON);

    put(Revised.mergedInto(HEIR, told));
    put(Revised.mergedInto(HEIR, open));
    put(replacing(Revised.named(HEIR, open), told.id(), open.id()));

    assertThat(decide(SOON))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactlyInAnyOrder("RESOLVE 00000000000000aa", "UPDATE " + open.id());
    assertThat(decide(SOON)).isEmpty();
  }

  @Test
  void rule39AnHeirThatWasOnlyNotifiedGoesOnUnderThePagesKey() {
    var heir = Revised.named(HEIR, Revised.warning(open));
    put(heir);
    put(open);
    decide(SOON);

    put(Revised.mergedInto(HEIR, open));
    put(replacing(Revised.critical(Revised.next(heir)), open.id()));

    assertThat(decide(SOON))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactlyInAnyOrder("RESOLVE " + HEIR, "UPDATE " + open.id());
    assertThat(decide(SOON)).isEmpty();

    put(recovered(Revised.critical(Revised.next(heir)), TEN.plusSeconds(600)));
    assertThat(decide(TEN.plusSeconds(660)))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("RESOLVE " + open.id());
  }

  @Test
  void rule39AKeyPassesThroughAChainOfMergesReadInAnyOrder() {
    var middle = Revised.named("00000000000000bb", open);
    put(open);
    decide(SOON);

    put(Revised.mergedInto(HEIR, middle));
    put(Revised.named(HEIR, open));
    put(Revised.mergedInto(middle.id(), open));

    assertThat(decide(SOON))
        .extracting(send -> send.action() + " " + send.labels().pageKey())
        .containsExactly("UPDATE " + open.id());
  }

  @Test
  void labelsAreFrozenThoughTheIncidentGrows() {
    put(open);
    var first = decide(SOON).getFirst();

    var more = Revised.saying("paris, tokyo unreachable", open);
    var grown = withSites(more, List.of("paris", "tokyo"));
    put(grown);

    assertThat(first.labels().site()).isEqualTo("paris");
    assertThat(decide(SOON).getFirst().labels()).isEqualTo(first.labels());
  }

  private static Incident replacing(Incident incident, String... ids) {
    return incident.withLineage(new Incident.Lineage(List.of(ids), Optional.empty()));
  }

  private static Incident withSites(Incident i, List<String> sites) {
    Function<Incident.Scope, Incident.Scope> grow =
        s ->
            new Incident.Scope(
                s.gateways(), sites, s.tunnels(), s.bgpPeers(), s.prefixes(), s.users());
    return new Incident(
        i.id(),
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        i.span(),
        grow.apply(i.scope()),
        i.redundancy(),
        i.conditions(),
        i.proof(),
        i.lineage(),
        i.inventory(),
        i.flags());
  }

  private void put(Incident incident) {
    book.put(incident, Optional.of(DUE));
  }

  private List<Send> decide(Instant now) {
    return book.decide(now, false);
  }
}
