package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.SentAlertJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the topics, be it what nobody of us wrote; and a Kafka that takes nothing. */
class AlertDeskTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final byte[] NO_INCIDENT = bytes("{\"schema\":2}");

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SentLog sentLog = new SentLog(Map.of(), "tw.alerts-sent", this::producer);
  private final AlertDesk desk =
      new AlertDesk(() -> now(), sentLog, Steps.UNWATCHED, new Untold(metrics));
  private final Courier courier =
      courier(new ListenerReceiver("terminal", send -> told.add(send.action() + " " + key(send))));
  private final Incident open = parisUnreachable();
  private volatile Instant now = DUE.plusSeconds(1);
  private long offset;

  private Instant now() {
    return now;
  }

  private Courier courier(Receiver receiver) {
    return new Courier(
        receiver,
        () -> now(),
        new DeliveryMetrics(metrics, List.of(receiver.name())),
        new Employer(() -> true, desk::delivered),
        Steps.UNWATCHED);
  }

  private static String key(Send send) {
    return send.labels().pageKey();
  }

  private Producer<byte[], byte[]> producer() {
    var serializer = new ByteArraySerializer();
    var producer = new MockProducer<>(true, null, serializer, serializer);
    producers.add(producer);
    return producer;
  }

  @BeforeEach
  void start() {
    desk.employ(List.of(courier));
    courier.start();
  }

  @AfterEach
  void stop() {
    courier.close();
    sentLog.close();
  }

  /** Each of them would end the thread that reads all, and once more after each start. */
  @ParameterizedTest
  @ValueSource(
      strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z", "soon"})
  void wordOfATimeBeyondAllTimeCostsNobodyTheirPage(String at) {
    for (var deed : List.of("acknowledge\"", "expect-until\",\"until\":\"" + at + "\"")) {
      var said =
          "{\"schema\":1,\"incident\":\"%s\",\"who\":\"anna\",\"at\":\"%s\",\"seen\":{\"revision\":1,\"severity\":\"critical\",\"lost\":[]},\"deed\":\"%s}"
              .formatted(open.id(), at, deed);
      desk.takeWord(record(open.id(), bytes(said)));
    }
    desk.takeCoverage(
        record("hub/0", bytes("{\"schema\":1,\"source\":\"hub/0\",\"readUpTo\":\"" + at + "\"}")));
    desk.takeIncident(incident(open));

    desk.caughtUp();
    desk.turn();

    awaitTold("PAGE " + open.id());
  }

  /** A producer that failed for good says so when it is asked, and does so for ever. */
  @Test
  void whatIsSentIsToldAndKeptByAnotherProducerWhereTheFirstIsDead() {
    producers.getFirst().sendException = new KafkaException("in an error state");
    desk.takeIncident(incident(open));
    desk.turn();
    awaitTold("PAGE " + open.id());

    now = DUE.plusSeconds(600);
    desk.takeIncident(incident(recovered(open, DUE.plusSeconds(500))));
    desk.turn();
    awaitTold("PAGE " + open.id(), "RESOLVE " + open.id());

    assertThat(producers).hasSize(2);
    assertThat(producers.getFirst().closed()).isTrue();
    Await.until("its acknowledgement", LIMIT, () -> lastTakers().equals("[terminal]"));
  }

  private String lastTakers() {
    var kept = producers.getLast().history();
    return kept.isEmpty()
        ? ""
        : SentAlertJson.read(kept.getLast().value()).takers().ofThis().toString();
  }

  private boolean isOverFor(String receiver) {
    var last = SentAlertJson.read(producers.getLast().history().getLast().value());
    return last.status() == SentAlert.Status.RESOLVED && last.takers().ofThis().contains(receiver);
  }

  @Test
  void pageOfWhichNobodySaysWhenItIsDueIsDueNow() {
    desk.takeIncident(record(open.id(), bytes(IncidentJson.write(open)))); // without the header
    desk.turn();

    awaitTold("PAGE " + open.id());
  }

  @Test
  void whatCannotBeReadIsCountedUntilItCanBeOrIsTakenOut() {
    desk.takeIncident(record(open.id(), NO_INCIDENT));
    desk.takeIncident(record("other", NO_INCIDENT));
    desk.takeIncident(record("other", NO_INCIDENT));
    assertThat(untold()).isEqualTo(2);

    desk.takeIncident(incident(open));
    assertThat(untold()).isEqualTo(1);
    desk.turn();
    awaitTold("PAGE " + open.id());

    desk.takeIncident(record("other", null));
    assertThat(untold()).isZero();
  }

  @Test
  void whoeverDoesNotSendAnyMoreKnowsOfNoneThatIsNotTold() {
    desk.takeIncident(record(open.id(), NO_INCIDENT));

    desk.handOver();

    assertThat(untold()).isZero();
  }

  /** An Alertmanager that took it may have been killed before it told anybody, and we beside it. */
  @Test
  void endThatWasTakenIsSaidAgainAtATakeoverToWhoeverWantsRepeats() {
    var said = new CopyOnWriteArrayList<String>();
    try (var alertmanager = courier(new Repeated(send -> said.add(send.action().name())))) {
      desk.employ(List.of(courier, alertmanager));
      alertmanager.start();
      desk.takeIncident(incident(open));
      desk.turn();
      Await.until("its page", LIMIT, () -> said.size() == 1);
      now = now.plusSeconds(30); // within the minute after which the page would be said again
      desk.takeIncident(
          incident(recovered(open, now.minusSeconds(10)).withState(IncidentState.CLOSED)));
      desk.turn();
      Await.until("its end", LIMIT, () -> isOverFor("alertmanager") && isOverFor("terminal"));
      awaitTold("PAGE " + open.id(), "RESOLVE " + open.id());

      desk.caughtUp();
      Await.until("its end once more", LIMIT, () -> said.size() == 3);
      assertThat(said).containsExactly("PAGE", "RESOLVE", "RESOLVE");
      awaitTold("PAGE " + open.id(), "RESOLVE " + open.id());
    }
  }

  /** As an Alertmanager is. */
  private record Repeated(Consumer<Send> told) implements Receiver {
    @Override
    public String name() {
      return "alertmanager";
    }

    @Override
    public boolean wantsRepeats() {
      return true;
    }

    @Override
    public Outcome deliver(Send send, Instant since, Instant now) {
      told.accept(send);
      return new Outcome.Delivered();
    }
  }

  /**
   * What nobody is known to have taken is told as something that was. An end of the same alert
   * right behind it would take it back within the group_wait of notifications: nobody would hear.
   */
  @Test
  void notificationThatHealedWhileWeWereDownIsNotTakenBackByItsEnd() {
    assertThat(toldAfterACrash(Revised.warning(open))).containsExactly("TELL notify");
  }

  /** The end of a page is an alert of its own there, which may have been taken. */
  @Test
  void pageThatHealedWhileWeWereDownIsToldAndEnded() {
    assertThat(toldAfterACrash(open)).containsExactly("TELL notify", "RESOLVE page");
  }

  /** What an Alertmanager hears of what began when it took nothing, and ended when we were gone. */
  private List<String> toldAfterACrash(Incident incident) {
    var said = new CopyOnWriteArrayList<String>();
    var repeated = new Repeated(send -> said.add(send.action() + " " + send.tier().word()));
    try (var alertmanager = courier(repeated)) {
      desk.employ(List.of(alertmanager));
      desk.takeIncident(incident(incident));
      desk.turn();
      alertmanager.clear(); // as a crash does, before it has posted anything
      now = now.plusSeconds(300);
      desk.takeIncident(incident(recovered(incident, now.minusSeconds(60))));
      alertmanager.start();

      desk.caughtUp();

      Await.until("all that it has to tell", LIMIT, () -> pending("alertmanager") == 0);
      return List.copyOf(said);
    }
  }

  private double pending(String receiver) {
    return metrics.get("tunnelwatch.alerts.pending").tag("receiver", receiver).gauge().value();
  }

  /** Else the topic grows for ever, and with it what has to be read at a takeover. */
  @Test
  void whatIsForgottenIsTakenOutOfTheTopicButForTheLastThatAReceiverTook() {
    for (var key : List.of("first", "second")) {
      desk.takeIncident(incident(Revised.named(key, open)));
      desk.turn();
      Await.until("its page", LIMIT, () -> told.contains("PAGE " + key));
      now = now.plusSeconds(600);
      desk.takeIncident(
          incident(
              recovered(Revised.named(key, open), now.minusSeconds(100))
                  .withState(IncidentState.CLOSED)));
      desk.turn();
      Await.until("its end", LIMIT, () -> told.contains("RESOLVE " + key));
      Await.until("its acknowledgement", LIMIT, () -> lastTakers().equals("[terminal]"));
    }
    assertThat(forgotten()).isEmpty();

    now = now.plus(AlertBook.MEMORY).plusSeconds(1);
    desk.turn();

    assertThat(forgotten()).containsExactly("first");
  }

  private List<String> forgotten() {
    return producers.getFirst().history().stream()
        .filter(record -> record.value() == null)
        .map(record -> new String(record.key(), StandardCharsets.UTF_8))
        .toList();
  }

  private void awaitTold(String... all) {
    Await.until("told", LIMIT, () -> told.size() >= all.length);
    assertThat(told).containsExactly(all);
  }

  private double untold() {
    return metrics.get("tunnelwatch.alerts.untold").gauge().value();
  }

  private ConsumerRecord<byte[], byte[]> incident(Incident incident) {
    var record = record(incident.id(), bytes(IncidentJson.write(incident)));
    record.headers().add(Headers.PAGE_DUE, bytes(DUE.toString()));
    return record;
  }

  private ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>("topic", 0, offset++, bytes(key), value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
