package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerReceiverTest {

  private static final Links LINKS =
      new Links(
          Optional.of(URI.create("http://127.0.0.1:8080/")),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** What the server turns down whatever else a request holds. */
  private static final String DISLIKED = "disliked";

  private final ConcurrentLinkedDeque<String> bodies = new ConcurrentLinkedDeque<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;
  private AlertmanagerReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v2/alerts",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          bodies.add(body);
          exchange.sendResponseHeaders(body.contains(DISLIKED) ? 400 : status.get(), -1);
          exchange.close();
        });
    server.start();
    receiver =
        new AlertmanagerReceiver(List.of(base()), new AlertmanagerJson(LINKS, Purpose.INCIDENT));
  }

  @AfterEach
  void stop() {
    receiver.close();
    server.stop(0);
  }

  @Test
  void onlyTheFrozenLabelsMakeTheIdentityAndTheRestIsAnnotation() throws Exception {
    receiver.deliver(send(Send.Action.UPDATE), TEN, TEN.plusSeconds(90));

    var alert = posted().get(0);
    assertThat(alert.get("labels").properties())
        .extracting(e -> e.getKey() + "=" + e.getValue().asText())
        .containsExactlyInAnyOrder(
            "alertname=TunnelwatchIncident",
            "incident=0123456789abcdef",
            "gateway=gw-weu",
            "site=paris",
            "scope=gateway",
            "tier=page");
    assertThat(alert.get("annotations").get("cause").asText()).isEqualTo("peer_unreachable");
    assertThat(alert.get("annotations").get("evidence").asText())
        .contains(
            "gw-weu IN_0 203.0.113.7 TunnelDisconnected: Disconnected 203.0.113.7 DPD timed out");
    assertThat(alert.get("annotations").get("timeline").asText())
        .isEqualTo("http://127.0.0.1:8080/#0123456789abcdef");
    assertThat(alert.get("startsAt").asText()).isEqualTo(TEN.toString());
    assertThat(alert.get("endsAt").asText()).isEqualTo(TEN.plusSeconds(90 + 900).toString());
  }

  @Test
  void aPageEndsTheNotificationItMayHaveGrownOutOfInTheSameRequest() throws Exception {
    receiver.deliver(send(Send.Action.PAGE), TEN, TEN);

    var alerts = posted();
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(0).at("/labels/tier").asText()).isEqualTo("page");
    assertThat(alerts.get(0).at("/annotations/summary").asText()).startsWith("paris unreachable");
    assertThat(alerts.get(0).at("/annotations").has("end")).isFalse();
    assertThat(alerts.get(1).at("/labels/tier").asText()).isEqualTo("notify");
    assertThat(alerts.get(1).at("/annotations/summary").asText())
        .startsWith("goes on as a page: paris unreachable");
    assertThat(alerts.get(1).at("/annotations/end").asText()).isEqualTo("told");
    assertThat(Instant.parse(alerts.get(1).get("endsAt").asText())).isEqualTo(TEN);
  }

  @Test
  void controlCharactersOfALineReachNoReceiver() throws Exception {
    var hostile = parisUnreachable("DPD\u001b]52;c;aGk=\u0007 timed\u202e out\r\nFAKE");
    var send = new Send(TEN, Labels.of(hostile), Tier.PAGE, Send.Action.UPDATE, List.of(hostile));

    receiver.deliver(send, TEN, TEN);

    assertThat(posted().get(0).at("/annotations/evidence").asText())
        .doesNotContain("\u001b", "\u0007", "\u202e", "\r", "\n")
        .contains("FAKE");
  }

  @Test
  void manyAreToldInOneRequest() throws Exception {
    var outcomes = receiver.deliver(List.of(saying("a"), saying("b"), saying("c")), TEN);

    assertThat(outcomes).hasSize(3).containsOnly(new Receiver.Outcome.Delivered());
    assertThat(posted())
        .extracting(alert -> alert.at("/labels/incident").asText())
        .containsExactly("a", "b", "c");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void oneThatIsTurnedDownCostsItsNeighboursNothing() {
    var outcomes = receiver.deliver(List.of(saying("a"), saying(DISLIKED), saying("c")), TEN);

    assertThat(outcomes)
        .extracting(outcome -> outcome.getClass().getSimpleName())
        .containsExactly("Delivered", "Refused", "Delivered");
  }

  @Test
  void nobodyThereIsNoReasonToAskOneByOne() {
    status.set(503);

    var outcomes = receiver.deliver(List.of(saying("a"), saying("b")), TEN);

    assertThat(outcomes).hasSize(2).hasOnlyElementsOfType(Receiver.Outcome.Unreachable.class);
    assertThat(bodies).hasSize(1);
  }

  private static Receiver.Saying saying(String key) {
    var incident = Revised.named(key, parisUnreachable());
    var send = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.UPDATE, List.of(incident));
    return new Receiver.Saying(send, TEN);
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "202, Delivered",
    "400, Refused",
    "404, Refused",
    "408, Unreachable",
    "425, Unreachable",
    "302, Refused",
    "429, Unreachable",
    "500, Unreachable",
    "503, Unreachable"
  })
  void theStatusTellsWhetherTryingAgainHelps(int code, String outcome) {
    status.set(code);

    assertThat(receiver.deliver(send(Send.Action.PAGE), TEN, TEN).getClass().getSimpleName())
        .isEqualTo(outcome);
  }

  @Test
  void oneLivingInstanceOfAClusterIsEnough() {
    var dead = URI.create("http://127.0.0.1:1/");
    try (var cluster =
        new AlertmanagerReceiver(
            List.of(dead, base()), new AlertmanagerJson(Links.NONE, Purpose.INCIDENT))) {
      assertThat(cluster.deliver(send(Send.Action.PAGE), TEN, TEN))
          .isInstanceOf(Receiver.Outcome.Delivered.class);
    }
  }

  @Test
  void anInstanceThatHangsIsLeftAloneForHalfAMinute() throws IOException {
    var asked = new AtomicInteger();
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> count(silent, asked));
      var hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      var json = new AlertmanagerJson(Links.NONE, Purpose.INCIDENT);
      try (var cluster = new AlertmanagerReceiver(List.of(hanging, base()), json)) {
        for (long second : new long[] {0, 1, 29}) {
          assertThat(cluster.deliver(send(Send.Action.UPDATE), TEN, TEN.plusSeconds(second)))
              .isInstanceOf(Receiver.Outcome.Delivered.class);
        }
        assertThat(asked).hasValue(1);

        cluster.deliver(send(Send.Action.UPDATE), TEN, TEN.plusSeconds(30));
        assertThat(asked).hasValue(2);
      }
    }
    assertThat(bodies).hasSize(4);
  }

  /** It tells a page anew that its peers have ended, as long as it still has it. */
  @Test
  void anInstanceThatRestsIsToldOfEndsAllTheSame() throws IOException {
    var asked = new AtomicInteger();
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> count(silent, asked));
      var hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      var json = new AlertmanagerJson(Links.NONE, Purpose.INCIDENT);
      try (var cluster = new AlertmanagerReceiver(List.of(hanging, base()), json)) {
        cluster.deliver(send(Send.Action.UPDATE), TEN, TEN);
        cluster.deliver(send(Send.Action.UPDATE), TEN, TEN.plusSeconds(1));
        assertThat(asked).hasValue(1);

        cluster.deliver(send(Send.Action.RESOLVE), TEN, TEN.plusSeconds(2));
        Await.until("the end", Duration.ofSeconds(10), () -> asked.get() == 2);
      }
    }
  }

  /** It answers none of them, and lets go of them at once. */
  private static void count(ServerSocket silent, AtomicInteger asked) {
    while (!silent.isClosed()) {
      try (var socket = silent.accept()) {
        int _ = socket.getInputStream().read();
        asked.incrementAndGet();
      } catch (IOException e) {
        // closed: the test is over
      }
    }
  }

  @Test
  void aReceiverThatWasDownGetsThePageAndThenItsEndOnceItIsBack() throws Exception {
    status.set(503);
    var registry = new SimpleMeterRegistry();
    var metrics = new DeliveryMetrics(registry, List.of("alertmanager"));
    var acknowledged = new CopyOnWriteArrayList<Send.Action>();
    try (var courier =
        new Courier(
            receiver,
            InstantSource.system(),
            metrics,
            new Employer(
                () -> true, (sends, _) -> sends.forEach(send -> acknowledged.add(send.action()))),
            Steps.UNWATCHED)) {
      courier.start();
      courier.hand(send(Send.Action.PAGE));
      courier.hand(send(Send.Action.RESOLVE));
      Await.until("a refusal", Duration.ofSeconds(10), () -> !bodies.isEmpty());

      status.set(200);
      Await.until("both", Duration.ofSeconds(30), () -> acknowledged.size() == 2);
    }

    assertThat(acknowledged).containsExactly(Send.Action.PAGE, Send.Action.RESOLVE);
    assertThat(
            registry
                .counter(
                    "tunnelwatch.alerts.failed",
                    "receiver",
                    "alertmanager",
                    "reason",
                    "unreachable")
                .count())
        .isPositive();
  }

  /** Our own trouble is told through it, so that by it nobody would hear that it takes nothing. */
  @Test
  void whoWouldTellNobodyOfItIsKnownAfterThreeMinutes() {
    status.set(503);
    var clock = new AtomicReference<>(TEN);
    var metrics = new DeliveryMetrics(new SimpleMeterRegistry(), List.of("alertmanager"));
    try (var courier =
        new Courier(
            receiver,
            clock::get,
            metrics,
            new Employer(() -> true, (_, _) -> {}),
            Steps.UNWATCHED)) {
      courier.start();
      clock.set(TEN.plus(Duration.ofHours(1)));
      assertThat(Courier.couldTell(List.of(courier))).as("with nothing to tell").isTrue();

      courier.hand(send(Send.Action.PAGE));
      Await.until("a refusal", Duration.ofSeconds(10), () -> !bodies.isEmpty());
      assertThat(Courier.couldTell(List.of(courier))).isTrue();

      clock.set(clock.get().plus(Courier.STUCK));
      assertThat(Courier.couldTell(List.of(courier))).as("stuck for three minutes").isFalse();
      assertThat(courier.healthy()).as("nothing that a restart of ours would mend").isTrue();

      status.set(200);
      // The refusal may have been taken in by the later clock: then it waits by that.
      Await.until(
          "a delivery",
          Duration.ofSeconds(10),
          () -> {
            clock.set(clock.get().plusSeconds(1));
            return Courier.couldTell(List.of(courier));
          });
    }
  }

  /** Nothing else tells people there, and of five webhooks one that is broken is no reason. */
  @Test
  void whereThereAreWebhooksAloneOneThatTakesSomethingIsEnough() {
    var clock = new AtomicReference<>(TEN);
    var taking = new AtomicBoolean();
    var hooks =
        List.of(hook("first", () -> false), hook("second", taking::get)).stream()
            .map(hook -> courier(hook, clock::get))
            .toList();
    try {
      hooks.forEach(Courier::start);
      hooks.forEach(courier -> courier.hand(send(Send.Action.PAGE)));
      clock.set(TEN.plus(Courier.STUCK));
      assertThat(Courier.couldTell(hooks)).as("none takes anything").isFalse();

      taking.set(true);
      // As above: it may wait by the later clock.
      Await.until(
          "one to take it",
          Duration.ofSeconds(10),
          () -> {
            clock.set(clock.get().plusSeconds(1));
            return Courier.couldTell(hooks);
          });
    } finally {
      hooks.forEach(Courier::close);
    }
  }

  private static Courier courier(Receiver hook, InstantSource clock) {
    var metrics = new DeliveryMetrics(new SimpleMeterRegistry(), List.of(hook.name()));
    return new Courier(
        hook, clock, metrics, new Employer(() -> true, (_, _) -> {}), Steps.UNWATCHED);
  }

  private static Receiver hook(String name, BooleanSupplier takes) {
    return new Receiver() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean wantsRepeats() {
        return false;
      }

      @Override
      public Outcome deliver(Send send, Instant since, Instant now) {
        return takes.getAsBoolean()
            ? new Outcome.Delivered()
            : new Outcome.Unreachable("the test's receiver takes nothing");
      }
    };
  }

  @Test
  void aTimelineBehindAPathIsLinkedBelowThePath() {
    var links =
        new Links(
            Optional.of(URI.create("https://noc.example/tunnelwatch")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(links.timelineOf(parisUnreachable()))
        .contains("https://noc.example/tunnelwatch/#0123456789abcdef");
  }

  /** Else a board would mark a page in each minute in which one fires. */
  @Test
  void aPageThatIsSaidAgainEachMinuteIsCountedAsOnePage() {
    var clock = new AtomicReference<>(TEN);
    var registry = new SimpleMeterRegistry();
    var metrics = new DeliveryMetrics(registry, List.of("alertmanager"));
    try (var courier =
        new Courier(
            receiver,
            clock::get,
            metrics,
            new Employer(() -> true, (_, _) -> {}),
            Steps.UNWATCHED)) {
      courier.start();
      courier.hand(send(Send.Action.PAGE));
      for (int minute = 1; minute <= 3; minute++) {
        int posts = minute;
        Await.until(
            "a post", Duration.ofSeconds(10), () -> count(registry, "page", "repeat") == posts);
        clock.set(TEN.plusSeconds(60L * minute));
      }
    }

    assertThat(count(registry, "page")).isEqualTo(1);
  }

  private static double count(SimpleMeterRegistry registry, String... actions) {
    return Arrays.stream(actions)
        .mapToDouble(
            action ->
                registry
                    .counter(
                        "tunnelwatch.alerts.sent", "receiver", "alertmanager", "action", action)
                    .count())
        .sum();
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static Send send(Send.Action action) {
    var incident = parisUnreachable();
    return new Send(TEN, Labels.of(incident), Tier.PAGE, action, List.of(incident));
  }

  private JsonNode posted() throws IOException {
    return new JsonMapper().readTree(bodies.getLast());
  }
}
