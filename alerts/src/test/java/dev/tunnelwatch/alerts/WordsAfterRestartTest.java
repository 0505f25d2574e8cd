package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Takers;
import dev.tunnelwatch.records.SentAlertJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people said is told to a receiver that keeps what it took once, whoever sends meanwhile. */
class WordsAfterRestartTest {
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final Instant SOON = DUE.plusSeconds(1);
  private static final Instant SAID = SOON.plusSeconds(60);
  private static final Instant NOON = TEN.plus(Duration.ofHours(2));
  private static final String HOOK = "webhook";
  private static final String TERMINAL = "terminal";
  private static final Set<String> BOTH = Set.of(TERMINAL, HOOK);

  /** As it is kept that the first of all words was told. */
  private static final String WORD = ",\"words\":\"0\"";

  /** The topics, which outlive every process: what was sent, by page key, and what people said. */
  private final Map<String, String> sent = new TreeMap<>();

  private final List<OperatorAction> words = new ArrayList<>();
  private final Incident open = parisUnreachable();
  private final String key = open.id();
  private Incident last = open;
  private AlertBook book = new AlertBook();

  @Test
  void whatAPersonSaidIsNotToldAgainAfterARestart() {
    begin(open);
    say(new Deed.Acknowledge());
    take(HOOK, decide(SAID));

    for (int restarts = 1; restarts <= 3; restarts++) {
      restart();
      assertThat(told(atTheStart(SAID.plusSeconds(60L * restarts)))).isEmpty();
      assertThat(told(decide(SAID.plusSeconds(60L * restarts + 1)))).isEmpty();
    }
  }

  @Test
  void whoeverDidNotTakeItHearsItAfterARestart() {
    begin(open);
    say(new Deed.Acknowledge());
    take(TERMINAL, decide(SAID));

    restart();
    var again = atTheStart(SAID.plusSeconds(60));
    assertThat(told(again)).containsExactly("UPDATE PAGE " + key);
    assertThat(again.getFirst().standing().acknowledged()).isPresent();
    take(HOOK, again);

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(120)))).isEmpty();
  }

  @Test
  void whatNobodyTookBeforeTheRestartIsToldAfterIt() {
    begin(open);
    say(new Deed.Acknowledge());
    assertThat(told(decide(SAID))).containsExactly("UPDATE PAGE " + key);

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(60)))).containsExactly("UPDATE PAGE " + key);
  }

  /** Of one revision; whoever took the page has not heard who looks after it. */
  @Test
  void thePageThatIsTakenLateIsNotWhatWasSaidOfIt() {
    book.put(open, Optional.of(DUE));
    var page = decide(SOON);
    say(new Deed.Acknowledge());
    decide(SAID);
    take(HOOK, page);
    assertThat(sent.values())
        .extracting(value -> SentAlertJson.read(bytes(value)).takers())
        .containsExactly(new Takers(Set.of(), Set.of(HOOK), Set.of(HOOK), BOTH));

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(60)))).containsExactly("UPDATE PAGE " + key);
  }

  @Test
  void aWordThatCameWhileNobodySentIsTold() {
    begin(open);
    say(new Deed.Acknowledge());
    take(HOOK, decide(SAID));
    say(new Deed.Acknowledge());

    restart();
    var update = atTheStart(SAID.plusSeconds(60));
    assertThat(told(update)).containsExactly("UPDATE PAGE " + key);
    take(HOOK, update);

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(120)))).isEmpty();
  }

  /** A reader was told that nobody is woken until then. */
  @Test
  void anExpectationThatRanOutWhileNobodySentIsTold() {
    begin(Revised.warning(open));
    say(new Deed.ExpectUntil(NOON));
    take(HOOK, decide(SAID));

    restart();
    assertThat(told(atTheStart(NOON.minusSeconds(1)))).isEmpty();

    restart();
    var update = atTheStart(NOON);
    assertThat(told(update)).containsExactly("UPDATE NOTIFY " + key);
    assertThat(update.getFirst().standing()).isEqualTo(Standing.NONE);
    take(HOOK, update);

    restart();
    assertThat(told(atTheStart(NOON.plusSeconds(60)))).isEmpty();
  }

  /** It counted for nothing when it was heard, so that no reader was told of it. */
  @Test
  void aWordThatNeverCountedIsNotTold() {
    begin(open);
    words.add(new OperatorAction(key, "anna", SOON.minusSeconds(60), seen(), new Deed.Close()));
    book.hear(0, words.getFirst());
    assertThat(told(decide(SAID))).isEmpty();

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(60)))).isEmpty();
  }

  @Test
  void whatAnOlderVersionSentIsToldOnceMore() {
    begin(open);
    say(new Deed.Acknowledge());
    take(HOOK, decide(SAID));
    assertThat(sent).hasEntrySatisfying(key, value -> assertThat(value).contains(WORD));
    sent.replaceAll((_, value) -> value.replace(WORD, ""));

    restart();
    var update = atTheStart(SAID.plusSeconds(60));
    assertThat(told(update)).containsExactly("UPDATE PAGE " + key);
    take(HOOK, update);

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(120)))).isEmpty();
  }

  /** An acknowledgement counts no more by then. */
  @Test
  void theEndOfWhatWasAcknowledgedIsTakenOnceAndForAll() {
    begin(open);
    say(new Deed.Acknowledge());
    take(HOOK, decide(SAID));
    last = recovered(open, SAID.plusSeconds(60));
    book.put(last, Optional.of(DUE));
    take(TERMINAL, decide(SAID.plusSeconds(120)));

    restart();
    var end = atTheStart(SAID.plusSeconds(180));
    assertThat(told(end)).containsExactly("RESOLVE PAGE " + key);
    take(HOOK, end);

    restart();
    assertThat(told(atTheStart(SAID.plusSeconds(240)))).isEmpty();
  }

  private void begin(Incident incident) {
    last = incident;
    book.put(incident, Optional.of(DUE));
    take(HOOK, decide(SOON));
  }

  private void say(Deed deed) {
    words.add(new OperatorAction(last.id(), "anna", SAID, seen(), deed));
    book.hear(words.size() - 1, words.getLast());
  }

  private Seen seen() {
    return Seen.of(last);
  }

  /** All that is known by then was in a topic. */
  private void restart() {
    book = new AlertBook();
    sent.values().forEach(value -> book.restore(SentAlertJson.read(bytes(value))));
    book.restored();
    book.put(last, Optional.of(DUE));
    for (int place = 0; place < words.size(); place++) {
      book.hear(place, words.get(place));
    }
  }

  /** What the webhook hears from a process that begins to send. */
  private List<Send> atTheStart(Instant now) {
    var again = book.toSayAgain(BOTH, now);
    keepFirst(again);
    var lacked = again.stream().flatMap(s -> book.saidAgain().lackedBy(HOOK, s).stream()).toList();
    var news = book.decide(now, true);
    keepFirst(news);
    return Stream.concat(lacked.stream(), news.stream()).toList();
  }

  private List<Send> decide(Instant now) {
    var sends = book.decide(now, false);
    keepFirst(sends);
    return sends;
  }

  private void keepFirst(List<Send> sends) {
    sends.forEach(send -> book.toKeep(send, BOTH).ifPresent(this::keep));
  }

  private void take(String receiver, List<Send> sends) {
    sends.forEach(send -> book.acknowledge(send, receiver).forEach(this::keep));
  }

  private void keep(SentAlert alert) {
    var value = new String(SentAlertJson.write(alert), StandardCharsets.UTF_8);
    sent.put(alert.labels().pageKey(), value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> told(List<Send> sends) {
    return sends.stream()
        .map(send -> send.action() + " " + send.tier() + " " + send.labels().pageKey())
        .toList();
  }
}
