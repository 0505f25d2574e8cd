package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.Incidents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender is stopped (SIGSTOP) with a page in its hands, and goes on when another has sent that
 * page and its end: said once more it would fire for good. Each has an Alertmanager of its own
 * here, which shows who said what.
 */
@Tag("proof")
final class StoodStillTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The longest pause between two attempts: what it had in its hands is overdue after it. */
  private static final Duration RETRY = Duration.ofSeconds(15);

  private final List<String> first = new CopyOnWriteArrayList<>();
  private final List<String> second = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;

  @Test
  void whatAnotherHasEndedIsNotSaidAgain() throws Exception {
    try (var broker = Broker.start(directory.resolve("kafka"));
        var hook = Hook.start(directory.resolve("key"));
        var near = alertmanager(first);
        var far = alertmanager(second);
        var outages = new Outages(broker.kafka())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      near.leave();
      try (var stopped = sender("first", broker, near, hook)) {
        Await.until("the first to send", LIMIT, stopped::ready);
        var outage = Outages.began(0, Instant.now().minusSeconds(1));
        outages.publish(outage).get();
        Await.until("it to send", LIMIT, () -> !hook.events().isEmpty());
        try (var other = sender("second", broker, far, hook)) {
          Await.until("both to be members", LIMIT, () -> members(broker) == 2);
          stopped.stop();
          long stop = System.nanoTime();
          Await.until("the other to take over", LIMIT, other::ready);
          Await.until("it to page", LIMIT, () -> !second.isEmpty());
          int paged = second.size();
          outages.publish(Incidents.recovered(outage, Instant.now())).get();
          Await.until("it to say the end", LIMIT, () -> second.size() > paged);
          Await.until(
              "the retry to be overdue", LIMIT, () -> System.nanoTime() - stop > RETRY.toNanos());

          near.comeBack();
          stopped.goOn();

          Await.until("it to be a member again", LIMIT, () -> members(broker) == 2);
          assertThat(first).as("said by the one that stood still").isEmpty();
        }
      }
    }
  }

  private static Listener alertmanager(List<String> taken) {
    return Listener.start(
        Map.of(
            "/api/v2/alerts",
            exchange -> {
              taken.add(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              exchange.sendResponseHeaders(200, -1);
            }));
  }

  private Child sender(String id, Broker broker, Listener alertmanager, Hook hook) {
    return Child.start(
        Jvm.small(
            "dev.tunnelwatch.alerts.MortalAlerts",
            broker.servers(),
            id,
            "http://" + alertmanager.authority(),
            hook.address(),
            hook.key().toString(),
            ""),
        directory.resolve(id + ".log"));
  }

  private static int members(Broker broker) {
    var group = Topics.DEFAULT.prefix() + "alerts";
    try (var admin = Admin.create(broker.kafka())) {
      return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
          .mapToInt(each -> each.members().size())
          .sum();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
