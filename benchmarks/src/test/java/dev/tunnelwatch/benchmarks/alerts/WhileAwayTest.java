package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.Incidents;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody sends, and meanwhile one fault ends, one goes on as an incident that nobody has been told
 * of, one as part of another that was told, and one comes and goes. Behind a real Alertmanager, and
 * at a webhook.
 */
@Tag("proof")
final class WhileAwayTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What should not come would have come by then. */
  private static final long LATE_SECONDS = 3;

  private static final int ENDS = 0;
  private static final int RENAMED = 1;
  private static final int GROWS = 2;
  private static final int JOINS = 3;
  private static final List<Integer> TOLD = List.of(ENDS, RENAMED, GROWS, JOINS);
  private static final int HEIR = 4;
  private static final int BLIP = 5;

  @TempDir private Path directory;

  @BeforeEach
  void needAnAlertmanager() {
    var _ = SystemProgram.ALERTMANAGER.require();
  }

  @Test
  void eachThatWasToldEndsOnceAndUnderItsOwnKeyWhenItIsOver() throws Exception {
    try (var broker = Broker.start(directory.resolve("kafka"));
        var pager = Pager.start();
        var hook = Hook.start(directory.resolve("key"));
        var alertmanager = Alertmanager.startHasty(directory.resolve("am"), pager.authority());
        var outages = new Outages(broker.kafka())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      try (var sender =
          Sender.start(
              broker.servers(),
              alertmanager.address(),
              hook,
              directory.resolve("sender.log"),
              new Crash.Log())) {
        sender.awaitReady();
        var faults = IntStream.rangeClosed(ENDS, BLIP).mapToObj(WhileAwayTest::begun).toList();
        for (int told : TOLD) {
          outages.publish(faults.get(told)).get();
          // Of two pages that become one the older goes on (rule 39), and these are as old as that.
          Await.until("it to be told", LIMIT, () -> atHook(hook, told).equals(List.of("page")));
        }
        Await.until("all to be told", LIMIT, () -> told(pager, hook, "page") == 2L * TOLD.size());
        TimeUnit.SECONDS.sleep(1); // until that is kept, or a webhook is told once more

        var heir = Outages.replacing(faults.get(HEIR), Outages.id(RENAMED));
        var grown = Outages.replacing(faults.get(GROWS), Outages.id(JOINS));
        sender.awayDuring(
            () -> {
              outages.publish(Incidents.recovered(faults.get(ENDS), Instant.now())).get();
              outages.publish(heir).get();
              outages.publish(Outages.mergedInto(faults.get(RENAMED), heir.id())).get();
              outages.publish(grown).get();
              outages.publish(Outages.mergedInto(faults.get(JOINS), grown.id())).get();
              outages.publish(faults.get(BLIP)).get();
              return outages.publish(Incidents.recovered(faults.get(BLIP), Instant.now())).get();
            });
        Await.until("two to end", LIMIT, () -> told(pager, hook, "resolve") == 4);
        TimeUnit.SECONDS.sleep(LATE_SECONDS);
        for (int goesOn : List.of(RENAMED, GROWS)) {
          assertThat(atPager(pager, goesOn)).as("%d at the pager", goesOn).containsExactly("page");
          assertThat(atHook(hook, goesOn))
              .as("%d at the webhook", goesOn)
              .startsWith("page")
              .doesNotContain("resolve");
        }

        outages.publish(Incidents.recovered(heir, Instant.now())).get();
        outages.publish(Incidents.recovered(grown, Instant.now())).get();
        Await.until("all to end", LIMIT, () -> told(pager, hook, "resolve") == 2L * TOLD.size());
        TimeUnit.SECONDS.sleep(LATE_SECONDS);
        for (int told : TOLD) {
          assertThat(atPager(pager, told)).containsExactly("page", "resolve");
          assertThat(atHook(hook, told))
              .startsWith("page")
              .endsWith("resolve")
              .containsOnlyOnce("page", "resolve");
        }
        for (int quiet : List.of(HEIR, BLIP)) {
          assertThat(atPager(pager, quiet)).isEmpty();
          assertThat(atHook(hook, quiet)).doesNotContain("page", "notify", "resolve");
        }
      }
    }
  }

  private static Incident begun(int number) {
    return Outages.began(number, Instant.now().minusSeconds(1));
  }

  /** How often, at both together. */
  private static long told(Pager pager, Hook hook, String action) {
    return TOLD.stream()
        .mapToLong(
            number -> count(atPager(pager, number), action) + count(atHook(hook, number), action))
        .sum();
  }

  private static long count(List<String> told, String action) {
    return told.stream().filter(action::equals).count();
  }

  private static List<String> atPager(Pager pager, int number) {
    return pager.notifications().stream()
        .filter(each -> each.incident().equals(Outages.id(number)))
        .map(each -> each.firing() ? "page" : "resolve")
        .toList();
  }

  private static List<String> atHook(Hook hook, int number) {
    return hook.events().stream()
        .filter(each -> each.subject().equals(Outages.id(number)))
        .map(Hook.Event::action)
        .toList();
  }
}
