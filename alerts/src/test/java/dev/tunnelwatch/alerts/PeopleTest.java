package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.GW_WEU;
import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SiteState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people say is obeyed, as far as it goes: of what is worse nobody has spoken. */
class PeopleTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private static final Instant SAID = SOON.plusSeconds(60);
  private static final Instant NOON = TEN.plus(Duration.ofHours(2));
  private static final String HEIR = "fedcba9876543210";

  private final AlertBook book = new AlertBook();
  private final List<SentAlert> kept = new ArrayList<>();
  private final Incident open = parisUnreachable();
  private final String key = open.id();
  private long offset;

  @Test
  void acknowledgedItGoesOnAndTellsWhoLooksAfterIt() {
    put(open);
    decide(SOON);
    say(open, new Deed.Acknowledge());

    var sends = book.decide(SAID, false);

    assertThat(told(sends)).containsExactly("UPDATE PAGE " + key);
    assertThat(new Annotations(Links.NONE, Purpose.INCIDENT).of(sends.getFirst()))
        .containsEntry("acknowledged_by", "anna, 2026-03-02 10:04:41 UTC");
    assertThat(decide(SAID.plusSeconds(1))).isEmpty();
  }

  /** A receiver takes an id that it knows as done, so that what differs has another. */
  @Test
  void whatIsToldBeforeAWordAndAfterItsTimeHasIdsOfItsOwn() throws IOException {
    var warning = Revised.warning(open);
    put(warning);
    decide(SOON);
    put(Revised.saying("paris slow", warning));
    var ids = new ArrayList<String>();
    ids.add(id(book.decide(SOON.plusSeconds(1), false)));
    say(warning, new Deed.ExpectUntil(NOON));
    ids.add(id(book.decide(SAID, false)));
    ids.add(id(book.decide(NOON, false)));

    var update = key + "/" + key + "/2/update";
    assertThat(ids).containsExactly(update, update + "/0", update + "/0x");
  }

  private static String id(List<Send> sends) throws IOException {
    assertThat(sends).extracting(Send::action).containsExactly(Send.Action.UPDATE);
    var events = new CloudEventJson("/tunnelwatch/tw.", Links.NONE, Purpose.INCIDENT);
    return new JsonMapper().readTree(events.write(sends.getFirst())).path("id").asText();
  }

  @Test
  void acknowledgedWhatIsLostAgainWakesNobodyOnceMore() {
    put(open);
    decide(SOON);
    say(open, new Deed.Acknowledge());
    decide(SAID);
    var again = SAID.plusSeconds(60);
    put(Revised.lostAt(open, again));

    assertThat(decide(again.plusSeconds(30))).containsExactly("UPDATE PAGE " + key);
    assertThat(decide(again.plus(AlertBook.LASTING))).isEmpty();
  }

  @Test
  void acknowledgedBeforeItsPageIsDueItOnlyNotifies() {
    put(open);
    say(open, new Deed.Acknowledge(), DUE.minusSeconds(60));

    assertThat(decide(SOON)).containsExactly("NOTIFY NOTIFY " + key);
    assertThat(decide(SOON.plus(Duration.ofHours(9)))).isEmpty();
  }

  /** Whoever took a lost twin for bearable has not said so of a site without a way. */
  @Test
  void acknowledgedAsAWarningItPagesWhenItBecomesCritical() {
    var warning = Revised.warning(open);
    put(warning);
    decide(SOON);
    say(warning, new Deed.Acknowledge());
    assertThat(decide(SAID)).containsExactly("UPDATE NOTIFY " + key);

    put(Revised.next(open));
    assertThat(decide(SAID.plusSeconds(60))).containsExactly("PAGE PAGE " + key);
  }

  @Test
  void anAcknowledgementEndsWithTheAlertItWasOf() {
    put(open);
    decide(SOON);
    say(open, new Deed.Acknowledge());
    decide(SAID);
    var over = recovered(open, SAID.plusSeconds(60));
    put(over);
    assertThat(decide(SAID.plusSeconds(300))).containsExactly("RESOLVE PAGE " + key);

    put(Revised.reopened(over));
    assertThat(decide(SAID.plusSeconds(400))).containsExactly("PAGE PAGE " + key);
    var again = SAID.plusSeconds(500);
    put(Revised.lostAt(Revised.next(Revised.reopened(over)), again));
    assertThat(decide(again.plus(AlertBook.LASTING)))
        .containsExactly("RESOLVE PAGE " + key, "PAGE PAGE " + key + '+');
  }

  @Test
  void closedItEndsAndItsEndSaysByWhom() {
    put(open);
    decide(SOON);
    say(open, new Deed.Close());

    var sends = book.decide(SAID, false);

    assertThat(told(sends)).containsExactly("RESOLVE PAGE " + key);
    assertThat(sends.getFirst().title()).startsWith("closed by anna: paris unreachable");
    put(Revised.next(open));
    assertThat(decide(SAID.plus(Duration.ofHours(9)))).isEmpty();
    put(recovered(Revised.next(open), NOON));
    assertThat(decide(NOON.plusSeconds(300))).isEmpty();
  }

  @Test
  void closedBeforeItsPageIsDueNothingIsEverSaid() {
    put(open);
    say(open, new Deed.Close(), DUE.minusSeconds(60));
    assertThat(decide(SOON)).isEmpty();

    put(recovered(open, SAID));
    assertThat(decide(SAID.plusSeconds(300))).isEmpty();
  }

  @Test
  void closedItPagesAgainWhenAnotherSiteIsLostAndGoesOnThoughThatOneIsBack() {
    put(open);
    decide(SOON);
    say(open, new Deed.Close());
    decide(SAID);

    // Lost before the word, and told of after it: nobody had seen it.
    var more = withTokyo(Revised.next(open), SAID.minusSeconds(20), Optional.empty());
    put(more);
    assertThat(decide(SAID.plusSeconds(30))).containsExactly("PAGE PAGE " + key);

    put(withTokyo(Revised.next(more), SAID.minusSeconds(20), Optional.of(SAID.plusSeconds(60))));
    assertThat(decide(SAID.plusSeconds(90))).containsExactly("UPDATE PAGE " + key);
  }

  @Test
  void closedItPagesAgainWhenTheSiteIsLostAnew() {
    put(open);
    decide(SOON);
    say(open, new Deed.Close());
    decide(SAID);
    put(Revised.backAt(Revised.next(open), SAID.plusSeconds(60)));
    assertThat(decide(SAID.plusSeconds(90))).isEmpty();

    put(Revised.lostAt(Revised.next(open), SAID.plusSeconds(120)));
    assertThat(decide(SAID.plusSeconds(180))).containsExactly("PAGE PAGE " + key);
  }

  @Test
  void closedAsAWarningItPagesWhenItBecomesCritical() {
    var warning = withoutLoss(Revised.warning(open));
    put(warning);
    decide(SOON);
    say(warning, new Deed.Close());
    assertThat(decide(SAID)).containsExactly("RESOLVE NOTIFY " + key);

    put(Revised.next(open));
    assertThat(decide(SAID.plusSeconds(60))).containsExactly("PAGE PAGE " + key);
  }

  @Test
  void expectedAPageGoesOnAsANotificationAndPagesWhenItsTimeIsUp() {
    put(open);
    decide(SOON);
    say(open, new Deed.ExpectUntil(NOON));

    var lowered = book.decide(SAID, false);
    assertThat(told(lowered)).containsExactly("RESOLVE PAGE " + key, "NOTIFY NOTIFY " + key + '+');
    assertThat(lowered.getFirst().title())
        .startsWith("expected, wakes nobody until 2026-03-02T12:00:00Z: paris");
    assertThat(new Annotations(Links.NONE, Purpose.INCIDENT).of(lowered.getLast()))
        .containsEntry(
            "expected_until", "2026-03-02 12:00:00 UTC, said by anna, 2026-03-02 10:04:41 UTC");

    put(Revised.saying("paris unreachable, the peer restarted", open));
    assertThat(decide(SAID.plusSeconds(60))).containsExactly("UPDATE NOTIFY " + key + '+');
    assertThat(decide(NOON.minusSeconds(1))).isEmpty();
    assertThat(decide(NOON)).containsExactly("PAGE PAGE " + key + '+');
    assertThat(decide(NOON.plusSeconds(60))).isEmpty();
    put(recovered(Revised.next(open), NOON.plusSeconds(120)));
    assertThat(decide(NOON.plusSeconds(400))).containsExactly("RESOLVE PAGE " + key + '+');
  }

  @Test
  void expectedAndOverInTimeItWakesNobody() {
    put(open);
    say(open, new Deed.ExpectUntil(NOON), DUE.minusSeconds(60));
    assertThat(decide(SOON)).containsExactly("NOTIFY NOTIFY " + key);

    put(recovered(open, NOON.minusSeconds(600)));
    assertThat(decide(NOON.minusSeconds(300))).containsExactly("RESOLVE NOTIFY " + key);
    assertThat(decide(NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void expectedWhatComesAndGoesWakesNobodyUntilThen() {
    put(open);
    decide(SOON);
    say(open, new Deed.ExpectUntil(NOON));
    decide(SAID);
    var over = recovered(open, SAID.plusSeconds(60));
    put(over);
    assertThat(decide(SAID.plusSeconds(400))).containsExactly("RESOLVE NOTIFY " + key + '+');

    put(Revised.lostAt(Revised.reopened(over), SAID.plusSeconds(600)));
    assertThat(decide(SAID.plusSeconds(700))).containsExactly("NOTIFY NOTIFY " + key + '+');
    assertThat(decide(NOON)).containsExactly("PAGE PAGE " + key + '+');
  }

  @Test
  void expectedAnotherSitePagesAtOnce() {
    put(open);
    decide(SOON);
    say(open, new Deed.ExpectUntil(NOON));
    decide(SAID);

    put(withTokyo(Revised.next(open), SAID.plusSeconds(30), Optional.empty()));
    assertThat(decide(SAID.plusSeconds(60))).containsExactly("PAGE PAGE " + key + '+');
  }

  /** An expectation ends with a page, whoever looks after its notification meanwhile. */
  @Test
  void expectedAndAcknowledgedMeanwhileItPagesWhenItsTimeIsUp() {
    put(open);
    decide(SOON);
    say(open, new Deed.ExpectUntil(NOON));
    decide(SAID);
    say(open, new Deed.Acknowledge(), SAID.plusSeconds(60));
    assertThat(decide(SAID.plusSeconds(61))).containsExactly("UPDATE NOTIFY " + key + '+');

    assertThat(decide(NOON)).containsExactly("PAGE PAGE " + key + '+');
    say(open, new Deed.Acknowledge(), NOON.plusSeconds(60));
    assertThat(decide(NOON.plusSeconds(61))).containsExactly("UPDATE PAGE " + key + '+');
  }

  @Test
  void ofTwoExpectationsTheLaterWordCountsThoughItsTimeIsEarlier() {
    put(open);
    say(open, new Deed.ExpectUntil(NOON), DUE.minusSeconds(60));
    say(open, new Deed.ExpectUntil(NOON.minusSeconds(3_600)), DUE.minusSeconds(50));
    decide(SOON);

    assertThat(decide(NOON.minusSeconds(3_600))).containsExactly("PAGE PAGE " + key);
  }

  @Test
  void aWordThatComesAgainOrBeforeItsIncidentIsTheSameWord() {
    say(open, new Deed.Close(), TEN.plusSeconds(150));
    offset--;
    say(open, new Deed.Close(), TEN.plusSeconds(150));
    put(open);

    assertThat(decide(SOON)).isEmpty();
  }

  @Test
  void aNoteAsksForNothing() {
    put(open);
    decide(SOON);
    say(open, new Deed.Note("the provider is at it"));

    assertThat(decide(SAID)).isEmpty();
  }

  @Test
  void rule39AWordGoesWithItsIncidentAndIsFoundByTheOldIdToo() {
    put(open);
    decide(SOON);
    say(open, new Deed.Acknowledge());
    decide(SAID);
    var heir = Revised.replacing(key, Revised.named(HEIR, open));
    put(heir);
    put(Revised.mergedInto(HEIR, open));
    assertThat(book.decide(SAID.plusSeconds(1), false))
        .singleElement()
        .returns(true, send -> send.standing().acknowledged().isPresent());

    say(open, new Deed.Close(), SAID.plusSeconds(60));
    assertThat(decide(SAID.plusSeconds(61))).containsExactly("RESOLVE PAGE " + key);
  }

  @Test
  void afterARestartEverythingCountsAsBefore() {
    put(open);
    keep(book.decide(SOON, false));
    say(open, new Deed.ExpectUntil(NOON));
    keep(book.decide(SAID, false));

    var after = new AlertBook();
    kept.forEach(after::restore);
    after.hear(0, word(open, new Deed.ExpectUntil(NOON), SAID));
    after.put(open, Optional.of(DUE));

    assertThat(told(after.toSayAgain(Set.of("alertmanager"), SAID.plusSeconds(60))))
        .containsExactly("UPDATE NOTIFY " + key + '+');
    after.decide(SAID.plusSeconds(61), true);
    assertThat(told(after.decide(NOON.minusSeconds(1), false))).isEmpty();
    assertThat(told(after.decide(NOON, false))).containsExactly("PAGE PAGE " + key + '+');
  }

  /** The word came while nobody sent; a webhook that never heard of it is not woken by its end. */
  @Test
  void closedWhileWeWereDownItEndsAndPagesNobody() {
    put(open);
    keep(book.decide(SOON, false));

    var after = new AlertBook();
    kept.forEach(after::restore);
    after.hear(0, word(open, new Deed.Close(), SAID));
    after.put(open, Optional.of(DUE));

    assertThat(after.toSayAgain(Set.of("alertmanager", "webhook"), SAID)).isEmpty();
    assertThat(told(after.decide(SAID, true))).containsExactly("RESOLVE PAGE " + key);
  }

  @Test
  void wordsOfUnknownIncidentsAreBounded() {
    for (int i = 0; i < Words.MOST + 5; i++) {
      var id = "%016x".formatted(i);
      book.hear(i, word(Revised.named(id, open), new Deed.Close(), TEN.plusSeconds(150)));
    }
    put(Revised.named("0000000000000000", open));
    put(Revised.named("%016x".formatted(Words.MOST + 4), open));

    assertThat(decide(SOON)).containsExactly("PAGE PAGE 0000000000000000");
  }

  private void put(Incident incident) {
    book.put(incident, Optional.of(DUE));
  }

  private void say(Incident seen, Deed deed) {
    say(seen, deed, SAID);
  }

  private void say(Incident seen, Deed deed, Instant at) {
    book.hear(offset++, word(seen, deed, at));
  }

  private static OperatorAction word(Incident seen, Deed deed, Instant at) {
    return new OperatorAction(seen.id(), "anna", at, Seen.of(seen), deed);
  }

  private void keep(List<Send> sends) {
    sends.forEach(send -> kept.addAll(book.acknowledge(send, "alertmanager")));
  }

  private List<String> decide(Instant now) {
    return told(book.decide(now, false));
  }

  private static List<String> told(List<Send> sends) {
    return sends.stream()
        .map(send -> send.action() + " " + send.tier() + " " + send.labels().pageKey())
        .toList();
  }

  private static Incident withoutLoss(Incident i) {
    return Revised.withRows(i, List.of());
  }

  private static Incident withTokyo(Incident i, Instant from, Optional<Instant> to) {
    var rows =
        new ArrayList<>(i.redundancy().stream().filter(r -> r.site().equals("paris")).toList());
    rows.add(new Redundancy(GW_WEU, "tokyo", 1, 0, SiteState.LOST, Optional.of(from), to));
    return Revised.withRows(i, rows);
  }
}
