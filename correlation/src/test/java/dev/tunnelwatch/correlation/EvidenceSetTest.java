package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of what was said (rules 5, 6, 8 and 9). */
class EvidenceSetTest {

  @Test
  void ofEqualRecordsTheFirstCopyIsKept() {
    var late = noted(Story.TEN, Optional.of(Story.TEN.plusSeconds(90)), "hub/1/7#0");
    var first = noted(Story.TEN, Optional.of(Story.TEN.plusSeconds(60)), "hub/2/9#0");
    var archived = noted(Story.TEN, Optional.empty(), "file:1#0");
    var evidence = EvidenceSet.empty(WEU);

    assertThat(evidence.add(archived).put()).isTrue();
    assertThat(evidence.add(late).put()).isTrue();
    assertThat(evidence.add(first).put()).isTrue();
    assertThat(evidence.add(late).put()).isFalse();

    assertThat(evidence.events()).containsExactly(first);
  }

  @ParameterizedTest
  @CsvSource({"PT5M, true", "PT5M0.001S, false", "-PT36H, true", "-PT36H0.001S, false"})
  void implausibleAndVeryLateTimesAreNoEvidence(Duration ahead, boolean kept) {
    var event = noted(Story.TEN.plus(ahead), Optional.of(Story.TEN), "hub/0/1#0");

    assertThat(EvidenceSet.empty(WEU).add(event).put()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({
    "2014-12-31T23:59:59Z, false",
    "2015-01-01T00:00:00Z, true",
    "9999-01-01T00:00:00Z," + " false"
  })
  void timesOutsideTheCenturyAreNoEvidence(Instant at, boolean kept) {
    assertThat(EvidenceSet.empty(WEU).add(noted(at, Optional.empty(), "f:1#0")).put())
        .isEqualTo(kept);
  }

  @Test
  void ofARepeatedFailureTwoAtEitherEndOfTheMinuteAreKept() {
    var story = Story.at(WEU);
    for (int i = 0; i < 60; i++) {
      story.after(i + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    story.after("30S").refused(IN_1, PARIS, Reason.AUTHENTICATION);

    assertThat(story.evidence().events())
        .extracting(event -> Duration.between(Story.TEN, event.at()).toSeconds())
        .containsExactly(0L, 1L, 30L, 58L, 59L);
  }

  @Test
  void changesTellAStoreWhatToKeep() {
    var story = Story.at(WEU);
    for (int i = 59; i >= 0; i--) {
      story.after(i + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    var evidence = EvidenceSet.empty(WEU);
    var store = new HashMap<String, GatewayEvent>();

    for (var event : story.events()) {
      var change = evidence.add(event);
      change.dropped().forEach(store::remove);
      if (change.put()) {
        store.put(EvidenceSet.entryKey(event), event);
      }
    }

    assertThat(store.values()).containsExactlyInAnyOrderElementsOf(evidence.events());
    assertThat(store).hasSize(4);
  }

  @Test
  void routineLinesLeaveOneBitAMinute() {
    var evidence = EvidenceSet.empty(WEU);
    var story = Story.at(WEU).alive(IN_0, PARIS);
    story.after("59S").alive(IN_0, PARIS);
    story.after("3M").alive(IN_0, PARIS);

    assertThat(story.presences()).extracting(evidence::add).containsExactly(true, false, true);
    assertThat(evidence.presence())
        .containsExactly(
            java.util.Map.entry(EvidenceSet.presenceKey(story.presences().getFirst()), 0b1001L));

    var restored = EvidenceSet.empty(WEU);
    evidence.presence().forEach(restored::addPresence);
    assertThat(restored.presence()).isEqualTo(evidence.presence());
  }

  @Test
  void offersAreKeptByMinuteAndOnlySoManyWhicheverCameFirst() {
    var story = Story.at(WEU);
    for (var choice : List.of("F/1", "B/1", "D/1", "A/1", "C/1", "E/1", "A/1")) {
      story.offered(IN_0, PARIS, Offer.Side.PEER, Offer.Kind.IKE, choice);
    }
    var one = EvidenceSet.empty(WEU);
    var other = EvidenceSet.empty(WEU);
    story.presences().forEach(one::add);
    story.presences().reversed().forEach(other::add);
    var restored = EvidenceSet.empty(WEU);
    one.presence().forEach(restored::addPresence);

    assertThat(one.presence())
        .hasSize(5)
        .isEqualTo(other.presence())
        .isEqualTo(restored.presence());
    assertThat(one.presence().firstKey()).as("that there are others").contains("peer ike ...");
    assertThat(one.presence().keySet()).noneMatch(key -> key.contains("E/1"));
  }

  @Test
  void anotherGatewaysEventIsABug() {
    var event = noted(Story.TEN, Optional.empty(), "f:1#0");

    assertThatThrownBy(() -> EvidenceSet.empty(NEU).add(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gateway: expected");
  }

  private static MaintenanceNoted noted(Instant at, Optional<Instant> enqueued, String source) {
    return new MaintenanceNoted(
        WEU,
        Optional.empty(),
        GatewayEvent.Maintenance.HOST,
        new Evidence(
            at, enqueued, Category.GATEWAY, "HostMaintenanceEvent", "Upgrade", source, "d1"));
  }
}
