package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends the process when a source refuses it, and what is only told and tried again. */
final class StartUpTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HandClock clock = new HandClock();
  private final FakeSource hub = new FakeSource(clock, "0");
  private final StartUp startUp = new StartUp(clock::nanos);
  private final Feed feed =
      new Feed(hub, new StartAt.Earliest(), new Complaints(clock::nanos), startUp);
  private final LayoutWatch layout =
      new LayoutWatch(Map.of("hub", feed), new IngestMetrics(new SimpleMeterRegistry(), clock));

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "NO_HUB"})
  void whatIsRefusedFromTheBeginningEndsIt(HubTrouble.Kind kind) throws InterruptedException {
    hub.refuse(kind);

    layout.look();

    assertThat(layout.failure()).contains("hub: " + kind.words() + "; " + kind.advice());
  }

  /** As a key that is renewed while others are read: told, and asked again. */
  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "NO_HUB"})
  void whatIsRefusedLaterIsAProblemAndNoEnd(HubTrouble.Kind kind) throws InterruptedException {
    layout.look();
    clock.pass(Duration.ofMinutes(2));
    hub.refuse(kind);

    layout.look();

    assertThat(layout.failure()).isEmpty();
    assertThat(layout.problem().orElseThrow()).contains(kind.words(), kind.advice());
  }

  @Test
  void whatHealsByItselfIsWaitedFor() throws InterruptedException {
    hub.refuse(HubTrouble.Kind.UNREACHABLE);

    layout.look();

    assertThat(layout.failure()).isEmpty();
    assertThat(layout.problem()).isPresent();
  }

  /** A host that drops packets is known as silent after twenty seconds only. */
  @Test
  void oneThatIsSilentKeepsNoOtherWaiting() throws InterruptedException {
    var silent = new FakeSource(clock, "0");
    var answer = silent.staySilent();
    var both =
        new LayoutWatch(
            Map.of("a", new Feed(silent, new StartAt.Earliest()), "b", feed),
            new IngestMetrics(new SimpleMeterRegistry(), clock));
    both.start();

    Await.until("b described", LIMIT, () -> both.layout().partitions().size() == 1);
    assertThat(both.problem()).contains("hubs that do not answer: {a=no answer yet}");

    answer.completeExceptionally(
        new SourceException("a", new HubTrouble(HubTrouble.Kind.SILENT, "")));
    Await.until(
        "a given up",
        LIMIT,
        () -> both.problem().filter(of -> of.contains("no answer in time")).isPresent());
    both.close();
  }

  /** Only a link tells that its consumer group is not there, after the hub has answered. */
  @Test
  void aConsumerGroupThatIsMissingEndsItWhenTheFirstLinksOpen() {
    startUp.answered();
    clock.pass(Duration.ofSeconds(20));

    startUp.refused(missingGroup());

    assertThat(startUp.failure().orElseThrow()).contains("no such consumer group", "make it");
  }

  @Test
  void aConsumerGroupThatIsDeletedLaterIsNoEnd() {
    startUp.answered();
    clock.pass(Duration.ofSeconds(70));

    startUp.refused(missingGroup());

    assertThat(startUp.failure()).isEmpty();
  }

  private static SourceException missingGroup() {
    return new SourceException("hub", new HubTrouble(HubTrouble.Kind.NO_GROUP, ""));
  }
}
