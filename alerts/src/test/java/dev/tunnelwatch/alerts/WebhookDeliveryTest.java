package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Couriers and webhooks that are down, turn something down, or hang. */
class WebhookDeliveryTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final CloudEventJson EVENTS =
      new CloudEventJson("/tunnelwatch/tw.", Links.NONE, Purpose.INCIDENT);

  private final List<Courier> couriers = new CopyOnWriteArrayList<>();
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private Hook hook;

  @BeforeEach
  void start() throws IOException {
    hook = Hook.start();
  }

  @AfterEach
  void stop() {
    couriers.forEach(Courier::close);
    hook.close();
  }

  @Test
  void afterAnOutageEverythingArrivesOnceAndInOrderWithinOneRetry() {
    hook.answers(_ -> 503);
    var courier = courier(hook.address());
    var paris = parisUnreachable();
    for (int i = 0; i < 50; i++) {
      courier.hand(send(Send.Action.PAGE, Revised.named("incident" + i, paris)));
    }
    Await.until("an attempt", LIMIT, () -> !hook.asked().isEmpty());
    for (int i = 0; i < 50; i++) {
      var over = recovered(Revised.named("incident" + i, paris), TEN.plusSeconds(300));
      courier.hand(send(Send.Action.RESOLVE, over));
    }

    hook.answers(_ -> 200);

    Await.until("all", LIMIT, () -> acknowledged.size() == 100);
    assertThat(hook.taken()).hasSize(100);
    for (int i = 0; i < 50; i++) {
      var key = "incident" + i;
      assertThat(types(key)).containsExactly("dev.tunnelwatch.page", "dev.tunnelwatch.resolve");
    }
    // One attempt while it was down, and none of those that waited behind it.
    assertThat(hook.asked().size()).isLessThan(100 + 10);
  }

  /** A fault every ten seconds, each with its end; as much as comes in an hour's storm. */
  @Test
  void whatAnHoursStormLeftIsToldInOrderAndOnceWithinAMinuteOfTheReturn() {
    int faults = 360;
    hook.answers(_ -> 503);
    var later = new AtomicReference<>(Duration.ZERO);
    InstantSource clock = () -> Instant.now().plus(later.get());
    var courier = courier(hook.address(), clock);
    var paris = parisUnreachable();
    for (int i = 0; i < faults; i++) {
      courier.hand(send(Send.Action.PAGE, Revised.named("incident" + i, paris)));
      later.updateAndGet(by -> by.plusSeconds(10));
    }
    Await.until("attempts", LIMIT, () -> hook.asked().size() > 1);
    for (int i = 0; i < faults; i++) {
      var over = recovered(Revised.named("incident" + i, paris), TEN.plusSeconds(300));
      courier.hand(send(Send.Action.RESOLVE, over));
    }

    hook.answers(_ -> 200);
    var back = clock.instant();
    later.updateAndGet(by -> by.plus(Satchel.LONGEST_WAIT)); // as if it had just been asked
    Await.until("all", LIMIT, () -> acknowledged.size() == 2 * faults);

    assertThat(Duration.between(back, clock.instant())).isLessThan(Duration.ofSeconds(60));
    assertThat(hook.taken()).hasSize(2 * faults);
    for (int i = 0; i < faults; i++) {
      assertThat(types("incident" + i))
          .containsExactly("dev.tunnelwatch.page", "dev.tunnelwatch.resolve");
    }
  }

  @Test
  void refusalOfOneKeyHoldsNoNeighbour() {
    hook.answers(taken -> taken.text().contains("\"subject\":\"bad\"") ? 400 : 200);
    var courier = courier(hook.address());

    courier.hand(send(Send.Action.PAGE, Revised.named("bad", parisUnreachable())));
    courier.hand(send(Send.Action.PAGE, Revised.named("good", parisUnreachable())));

    Await.until("the neighbour", LIMIT, () -> acknowledged.size() == 1);
    assertThat(types("good")).containsExactly("dev.tunnelwatch.page");
    assertThat(types("bad")).isEmpty();
  }

  @Test
  void webhookThatHangsHoldsNoOther() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var hanging = courier(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"));
      var living = courier(hook.address());
      var page = send(Send.Action.PAGE, parisUnreachable());
      hanging.hand(page);
      living.hand(page);

      Await.until("the other", LIMIT, () -> acknowledged.size() == 1);
      assertThat(acknowledged).containsExactly(living.receiver());
      assertThat(hanging.healthy()).isTrue();
    }
  }

  private Courier courier(URI address) {
    return courier(address, InstantSource.system());
  }

  private Courier courier(URI address, InstantSource clock) {
    var receiver = new WebhookReceiver(address, Optional.empty(), EVENTS);
    var metrics = new DeliveryMetrics(new SimpleMeterRegistry(), List.of(receiver.name()));
    var courier =
        new Courier(
            receiver,
            clock,
            metrics,
            new Employer(() -> true, (_, name) -> acknowledged.add(name)),
            Steps.UNWATCHED);
    couriers.add(courier);
    courier.start();
    return courier;
  }

  private List<String> types(String key) {
    return hook.taken().stream()
        .filter(taken -> key.equals(taken.headers().getFirst("Idempotency-Key")))
        .map(WebhookDeliveryTest::type)
        .toList();
  }

  private static String type(Hook.Taken taken) {
    try {
      return new JsonMapper().readTree(taken.body()).path("type").asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Send send(Send.Action action, Incident incident) {
    return new Send(TEN, Labels.of(incident), Tier.PAGE, action, List.of(incident));
  }
}
