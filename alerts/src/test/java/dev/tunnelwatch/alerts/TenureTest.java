package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that stood still, and does not know yet whether another has taken over. */
class TenureTest {
  private final List<Runnable> asked = new ArrayList<>();
  private Instant now = TEN;
  private final Tenure tenure = new Tenure(() -> now);

  @Test
  void whoeverHasNotPolledYetSendsNothing() {
    assertThat(tenure.holds()).isFalse();
  }

  @Test
  void whoeverPollsSends() {
    for (int i = 0; i < 100; i++) {
      pollAfter(Duration.ofMillis(50));
      assertThat(tenure.holds()).isTrue();
    }
    assertThat(asked).as("Kafka is not asked").isEmpty();
  }

  /** The couriers may wake before the thread that polls does. */
  @Test
  void whoeverStoodStillSendsNothingUntilKafkaHasSaidThatItMay() {
    pollAfter(Duration.ZERO);
    now = now.plus(Tenure.STANDSTILL);
    assertThat(tenure.holds()).as("before the next poll").isFalse();

    pollAfter(Duration.ZERO);
    assertThat(tenure.holds()).as("before the answer").isFalse();

    asked.getFirst().run();
    assertThat(tenure.holds()).isTrue();
  }

  /** As one that waits for a Kafka that is away: its other threads and its heartbeats go on. */
  @Test
  void whoseTurnIsSlowSendsMeanwhileAndAfter() {
    pollAfter(Duration.ZERO);
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(200);
      assertThat(tenure.holds()).isTrue();
    }

    pollAfter(Duration.ofMillis(50));
    assertThat(tenure.holds()).isTrue();
    assertThat(asked).as("Kafka is not asked").isEmpty();
  }

  @Test
  void whoStoodStillInASlowTurnIsFoundByTheFirstWhoComesBy() {
    pollAfter(Duration.ZERO);
    now = now.plusSeconds(2);
    assertThat(tenure.holds()).isTrue();
    now = now.plus(Tenure.STANDSTILL);
    assertThat(tenure.holds()).isFalse();
    now = now.plusMillis(200);
    assertThat(tenure.holds()).as("and stays so").isFalse();

    pollAfter(Duration.ofMillis(50));
    asked.getFirst().run();
    assertThat(tenure.holds()).isTrue();
  }

  @Test
  void turnThatHangsIsAskedAbout() {
    pollAfter(Duration.ZERO);
    for (int second = 0; second < Tenure.SLOWEST.toSeconds() - 1; second++) {
      now = now.plusSeconds(1);
      assertThat(tenure.holds()).isTrue();
    }
    now = now.plusSeconds(1);
    assertThat(tenure.holds()).isFalse();

    pollAfter(Duration.ZERO);
    assertThat(tenure.holds()).isFalse();
    asked.getFirst().run();
    assertThat(tenure.holds()).isTrue();
  }

  /** The session may have begun two seconds before the last poll. */
  @Test
  void standstillIsShorterThanASessionByAHeartbeat() {
    assertThat(Tenure.STANDSTILL.plus(Tenure.HEARTBEAT)).isLessThanOrEqualTo(Tenure.SESSION);
  }

  @Test
  void answerToWhatWasAskedBeforeAnotherStandstillIsNone() {
    pollAfter(Duration.ZERO);
    pollAfter(Duration.ofSeconds(60));
    var before = asked.getFirst();
    pollAfter(Duration.ofSeconds(60));

    before.run();
    assertThat(tenure.holds()).isFalse();

    asked.getLast().run();
    assertThat(tenure.holds()).isTrue();
    before.run();
    assertThat(tenure.holds()).as("it comes late, too").isTrue();
  }

  @Test
  void kafkaIsAskedOnceASecondUntilItAnswers() {
    pollAfter(Duration.ZERO);
    pollAfter(Duration.ofSeconds(60));
    for (int i = 0; i < 60; i++) {
      pollAfter(Duration.ofMillis(50));
    }
    assertThat(asked).hasSize(4);

    asked.getLast().run();
    pollAfter(Duration.ofSeconds(1));
    assertThat(asked).hasSize(4);
  }

  /** Who is silent for a quarter of an hour ends all that fires. */
  @Test
  void whereKafkaIsAwayAPageTooManyIsBetterThanNone() {
    pollAfter(Duration.ZERO);
    pollAfter(Duration.ofSeconds(60));
    var back = now;
    while (now.isBefore(back.plus(Tenure.PATIENCE))) {
      assertThat(tenure.holds()).isFalse();
      pollAfter(Duration.ofMillis(50));
    }
    assertThat(tenure.holds()).isTrue();
  }

  @Test
  void clockThatIsSetBackFarIsAskedAboutToo() {
    pollAfter(Duration.ZERO);
    now = now.minus(Duration.ofHours(1));
    assertThat(tenure.holds()).isFalse();

    pollAfter(Duration.ofMillis(50));
    asked.getFirst().run();
    assertThat(tenure.holds()).isTrue();
  }

  /** Kafka has nothing to ask it about, and what it gets later it gets from Kafka. */
  @Test
  void whoStoodStillAndSendsNothingSendsAtOnceWhenItIsItsTurn() {
    pollAfter(Duration.ZERO);
    now = now.plusSeconds(60);
    assertThat(tenure.holds()).isFalse();
    tenure.standsBy();
    assertThat(asked).isEmpty();

    pollAfter(Duration.ofMillis(50));
    assertThat(tenure.holds()).isTrue();
    assertThat(asked).isEmpty();
  }

  private void pollAfter(Duration time) {
    now = now.plus(time);
    tenure.polled(asked::add);
  }
}
