package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.SentAlert.Status;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.SentAlertJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that stands still while it posts a page, and gets the answer once it goes on. */
class LatePostTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Instant DUE = TEN.plusSeconds(220);
  private static final String TOPIC = "tw.alerts-sent";

  private final AtomicReference<Instant> now = new AtomicReference<>(DUE);
  private final List<Runnable> askedKafka = new CopyOnWriteArrayList<>();
  private final AtomicInteger askedWhetherItSends = new AtomicInteger();
  private final AtomicReference<Runnable> inThePost = new AtomicReference<>(() -> {});
  private final List<Send.Action> posted = new CopyOnWriteArrayList<>();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Tenure tenure = new Tenure(now::get);
  private final SentLog sentLog = new SentLog(Map.of(), TOPIC, () -> kafka);
  private final AlertDesk desk =
      new AlertDesk(now::get, sentLog, Steps.UNWATCHED, new Untold(metrics));
  private final Courier courier =
      new Courier(
          new ListenerReceiver("terminal", this::post),
          now::get,
          new DeliveryMetrics(metrics, List.of("terminal")),
          new Employer(this::sends, desk::delivered),
          Steps.UNWATCHED);

  @BeforeEach
  void start() {
    desk.employ(List.of(courier));
    tenure.polled(askedKafka::add);
    courier.start();
  }

  @AfterEach
  void stop() {
    courier.close();
    sentLog.close();
  }

  @Test
  void whatItsSuccessorHasEndedMeanwhileDoesNotFireAgain() {
    inThePost.set(
        () -> {
          var _ = kafka.send(ended(lastKept()));
          standStill();
        });
    page();

    awaitAskedWhetherItSends();
    assertThat(lastKept().status()).as("before Kafka answers").isEqualTo(Status.RESOLVED);

    desk.handOver(); // Kafka says that another sends
    int before = kafka.history().size();
    tenure.polled(askedKafka::add);
    askedKafka.getFirst().run();
    inThePost.set(() -> {});
    desk.takeIncident(incident("another"));
    desk.turn();
    Await.until("the next it is asked to send", LIMIT, () -> kafka.history().size() == before + 2);
    assertThat(kafka.history().subList(before, before + 2))
        .allSatisfy(kept -> assertThat(kept.key()).isEqualTo(bytes("another")));
  }

  @Test
  void whatWasTakenIsKeptOnceKafkaHasSaidThatItStillSends() {
    inThePost.set(this::standStill);
    page();
    awaitAskedWhetherItSends();
    assertThat(lastKept().takers().ofThis()).as("before Kafka answers").isEmpty();

    tenure.polled(askedKafka::add);
    askedKafka.getFirst().run();

    Await.until("who took it", LIMIT, () -> lastKept().takers().ofThis().contains("terminal"));
    assertThat(posted).containsExactly(Send.Action.PAGE);
  }

  private void page() {
    desk.takeIncident(incident("first"));
    desk.turn();
    Await.until("its page", LIMIT, () -> posted.size() == 1);
  }

  private void post(Send send) {
    inThePost.get().run();
    posted.add(send.action());
  }

  private void standStill() {
    now.set(now.get().plus(Tenure.SLOWEST));
  }

  private boolean sends() {
    askedWhetherItSends.incrementAndGet();
    return tenure.holds();
  }

  /** The first may have been before the post. */
  private void awaitAskedWhetherItSends() {
    int before = askedWhetherItSends.get();
    Await.until("it to ask", LIMIT, () -> askedWhetherItSends.get() > before + 1);
  }

  private SentAlert lastKept() {
    return SentAlertJson.read(kafka.history().getLast().value());
  }

  private static ProducerRecord<byte[], byte[]> ended(SentAlert fires) {
    var resolved =
        new SentAlert(
            fires.labels(),
            fires.incident(),
            fires.tier(),
            Status.RESOLVED,
            fires.revision() + 1,
            fires.pagedAt(),
            fires.takers());
    return new ProducerRecord<>(
        TOPIC, bytes(resolved.labels().pageKey()), SentAlertJson.write(resolved));
  }

  private static ConsumerRecord<byte[], byte[]> incident(String id) {
    var incident = Revised.named(id, parisUnreachable());
    var record =
        new ConsumerRecord<>("topic", 0, 0, bytes(id), bytes(IncidentJson.write(incident)));
    record.headers().add(Headers.PAGE_DUE, bytes(DUE.toString()));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
