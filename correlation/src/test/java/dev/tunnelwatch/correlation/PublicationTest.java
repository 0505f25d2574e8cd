package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules 35, 36 and 40. */
class PublicationTest {

  private static final Instant NOW = TEN.plusSeconds(200);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** When the loss of paris has outlasted confirm. */
  private static final Instant CONFIRMED = TEN.plusSeconds(131 + 30);

  private final Map<String, PublishedIncident> published = new HashMap<>();

  @Test
  void whatIsNewGoesOnceWithTheTimeItsPageIsDue() {
    var first = publish(List.of(parisUnreachable()), MINUTE, NOW);

    assertThat(first.now())
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.incident().revision()).isEqualTo(1);
              assertThat(revision.pageDue()).contains(TEN.plusSeconds(131 + 30 + 60));
            });
    assertThat(publish(List.of(parisUnreachable()), MINUTE, NOW.plusSeconds(5)).now()).isEmpty();
  }

  @Test
  void theNextRevisionWaitsUntilASecondIsOver() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);
    var after = List.of(recovered(parisUnreachable(), NOW));

    var early = publish(after, MINUTE, NOW.plusMillis(999));
    assertThat(early.now()).isEmpty();
    assertThat(early.heldUntil()).contains(NOW.plusSeconds(1));

    var late = publish(after, MINUTE, NOW.plusSeconds(1));
    assertThat(late.now())
        .singleElement()
        .satisfies(revision -> assertThat(revision.incident().revision()).isEqualTo(2));
    assertThat(late.heldUntil()).isEmpty();
  }

  @Test
  void anotherDueTimeAloneIsARevision() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);

    var second = publish(List.of(parisUnreachable()), Duration.ofSeconds(90), NOW.plusSeconds(5));

    assertThat(second.now())
        .singleElement()
        .satisfies(
            revision -> {
              assertThat(revision.incident().revision()).isEqualTo(2);
              assertThat(revision.pageDue()).contains(TEN.plusSeconds(131 + 30 + 90));
            });
  }

  @ParameterizedTest
  @CsvSource({"65, 1, 60", "55, 1, 60", "66, 2, 66", "54, 2, 54"}) // both sides of 5 s
  void aTremblingDelayIsNoRevision(int delay, int revision, int published) {
    publish(List.of(parisUnreachable()), MINUTE, NOW);

    publish(List.of(parisUnreachable()), Duration.ofSeconds(delay), NOW.plusSeconds(5));

    var last = last();
    assertThat(last.incident().revision()).isEqualTo(revision);
    assertThat(last.pageDue()).contains(CONFIRMED.plusSeconds(published));
  }

  @ParameterizedTest
  @CsvSource({"59, 2, 90", "60, 1, 60"}) // the page goes at 60 s; afterwards nobody asks
  void aDueTimeThatHasPassedNeverMoves(int seconds, int revision, int published) {
    publish(List.of(parisUnreachable()), MINUTE, NOW);

    publish(List.of(parisUnreachable()), Duration.ofSeconds(90), CONFIRMED.plusSeconds(seconds));

    var last = last();
    assertThat(last.incident().revision()).isEqualTo(revision);
    assertThat(last.pageDue()).contains(CONFIRMED.plusSeconds(published));
  }

  @Test
  void aDueTimeThatHasPassedStaysWhenAnotherRevisionGoes() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);
    var later = CONFIRMED.plusSeconds(61);

    publish(List.of(recovered(parisUnreachable(), later)), Duration.ofSeconds(90), later);

    assertThat(last().incident().state()).isEqualTo(IncidentState.RECOVERED);
    assertThat(last().pageDue()).contains(CONFIRMED.plusSeconds(60));
  }

  @Test
  void aNotificationThatBecomesAPageIsDueAnew() {
    publish(List.of(warning(parisUnreachable())), MINUTE, NOW);

    publish(List.of(parisUnreachable()), Duration.ofSeconds(90), CONFIRMED.plusSeconds(61));

    assertThat(last().pageDue()).contains(CONFIRMED.plusSeconds(90));
  }

  @Test
  void whatIsLostAgainIsDueAnew() {
    publish(List.of(recovered(parisUnreachable(), NOW)), MINUTE, NOW);

    publish(List.of(parisUnreachable()), Duration.ofSeconds(90), CONFIRMED.plusSeconds(61));

    assertThat(last().incident().state()).isEqualTo(IncidentState.OPEN);
    assertThat(last().pageDue()).contains(CONFIRMED.plusSeconds(90));
  }

  @Test
  void whatIsLostAgainBeforeItWasCalledOverIsDueAnewToo() {
    var back = recovered(parisUnreachable(), NOW).withState(IncidentState.OPEN);
    publish(List.of(back), MINUTE, NOW);

    publish(List.of(parisUnreachable()), Duration.ofSeconds(90), CONFIRMED.plusSeconds(61));

    assertThat(last().pageDue()).contains(CONFIRMED.plusSeconds(90));
  }

  /** Else a blip of two seconds, after a loss that had healed before it was due, pages at once. */
  @Test
  void rule35ASiteThatWasBackOnOnePathAndIsLostAgainIsDueAnew() {
    var lost = parisUnreachable();
    var due = CONFIRMED.plusSeconds(60);
    publish(List.of(lost), MINUTE, NOW);
    publish(List.of(lostFor(lost, TEN.plusSeconds(131), Optional.of(NOW))), MINUTE, due);
    assertThat(last().pageDue()).as("the notification's").contains(due);

    var again = due.plusSeconds(600);
    publish(List.of(lostFor(lost, again, Optional.empty())), MINUTE, again.plusSeconds(1));
    assertThat(last().pageDue()).contains(again.plusSeconds(30 + 60));

    var due2 = again.plusSeconds(30 + 60);
    publish(List.of(lostFor(lost, again, Optional.empty())), MINUTE.plusSeconds(30), due2);
    assertThat(last().pageDue()).as("the same loss").contains(due2);
  }

  private static Incident lostFor(Incident old, Instant from, Optional<Instant> to) {
    var rows =
        old.redundancy().stream()
            .map(r -> new Redundancy(r.gateway(), r.site(), 2, 0, r.worst(), Optional.of(from), to))
            .toList();
    return with(old, old.id(), old.judgement(), rows);
  }

  @Test
  void aClockSetBackHoldsNothingForEver() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);

    var back =
        publish(
            List.of(recovered(parisUnreachable(), NOW)), MINUTE, NOW.minus(Duration.ofHours(1)));

    assertThat(back.now()).hasSize(1);
  }

  @Test
  void anHeirThatCannotBePublishedLeavesTheOneItReplacesAsItIs() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);
    var heir = renamed(parisUnreachable(), "fedcba9876543210");

    var after =
        Publication.of(
            published,
            List.of(heir),
            new Publication.Publisher() {
              @Override
              public Duration delay(Incident incident) {
                return MINUTE;
              }

              @Override
              public boolean attempt(String incident, Runnable step) {
                if (incident.equals(heir.id())) {
                  return false;
                }
                step.run();
                return true;
              }
            },
            NOW.plusSeconds(5));

    assertThat(after.now()).isEmpty();
    assertThat(after.failed()).containsExactly(heir.id());
    assertThat(after.heldUntil()).isEmpty();
  }

  /** It would never be paged, or only in a round whose lines come late. */
  @Test
  void rule35WhatFlapsForLongerThanConfirmIsDueAsOfItsFirstLoss() {
    var flapping = flapping(parisUnreachable());
    var due = CONFIRMED.plusSeconds(60);
    publish(List.of(flapping), MINUTE, NOW);
    publish(List.of(lostFor(flapping, TEN.plusSeconds(131), Optional.of(NOW))), MINUTE, due);

    var again = due.plusSeconds(20);
    publish(List.of(lostFor(flapping, again, Optional.empty())), MINUTE, again.plusSeconds(60));

    assertThat(last().pageDue()).contains(due);
  }

  @Test
  void theHeirWaitsForTheOneItReplaces() {
    publish(List.of(parisUnreachable()), MINUTE, NOW);
    var heir = List.of(renamed(parisUnreachable(), "fedcba9876543210"));

    var early = publish(heir, MINUTE, NOW.plusMillis(500));
    assertThat(early.now()).isEmpty();
    assertThat(early.heldUntil()).contains(NOW.plusSeconds(1));

    var late = publish(heir, MINUTE, NOW.plusSeconds(1));
    assertThat(late.now())
        .extracting(revision -> revision.incident().lineage())
        .containsExactly(
            new Incident.Lineage(List.of(), Optional.of("fedcba9876543210")),
            new Incident.Lineage(List.of("0123456789abcdef"), Optional.empty()));
  }

  private Publication publish(List<Incident> computed, Duration delay, Instant clock) {
    var publication = Publication.of(published, computed, _ -> delay, clock);
    publication.now().forEach(revision -> published.put(revision.incident().id(), revision));
    return publication;
  }

  private PublishedIncident last() {
    return requireNonNull(published.get(parisUnreachable().id()));
  }

  private static Incident warning(Incident old) {
    return with(
        old, old.id(), new Incident.Judgement(Severity.WARNING, false, old.judgement().cause()));
  }

  private static Incident renamed(Incident old, String id) {
    return with(old, id, old.judgement());
  }

  private static Incident with(Incident old, String id, Incident.Judgement judgement) {
    return with(old, id, judgement, old.redundancy());
  }

  private static Incident flapping(Incident old) {
    var conditions = new ArrayList<>(old.conditions());
    conditions.add(
        new Condition(
            "c1",
            ConditionKind.TUNNEL_FLAPPING,
            old.conditions().getFirst().entity(),
            old.span().startedAt(),
            Optional.empty(),
            Optional.empty(),
            List.of(0)));
    return with(old, old.id(), old.judgement(), old.redundancy(), conditions);
  }

  private static Incident with(
      Incident old, String id, Incident.Judgement judgement, List<Redundancy> redundancy) {
    return with(old, id, judgement, redundancy, old.conditions());
  }

  private static Incident with(
      Incident old,
      String id,
      Incident.Judgement judgement,
      List<Redundancy> redundancy,
      List<Condition> conditions) {
    return new Incident(
        id,
        0,
        old.state(),
        judgement,
        old.wording(),
        old.span(),
        old.scope(),
        redundancy,
        conditions,
        old.proof(),
        old.lineage(),
        old.inventory(),
        old.flags());
  }
}
