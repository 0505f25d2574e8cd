package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.records.CanaryJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which canaries make a heartbeat, and how old the last is. */
class CanaryWatchTest {

  private Instant now = TEN;
  private boolean able = true;
  private final List<Instant> beats = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final CanaryWatch watch =
      new CanaryWatch(() -> now, () -> able, List.of(() -> beats.add(now)));

  @Test
  void everyCanaryThatComesOutMakesOneHeartbeat() {
    for (int minute = 0; minute < 5; minute++) {
      now = TEN.plus(Duration.ofMinutes(minute));
      watch.take(canary(now.minusSeconds(1)));
      watch.turn();
      watch.turn();
    }

    assertThat(beats).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void noneComesAndNoHeartBeats() {
    watch.turn();

    assertThat(beats).isEmpty();
  }

  @Test
  void manyAtOnceMakeOneAndSoDoManyInAMinute() {
    watch.take(canary(TEN.minusSeconds(90)));
    watch.take(canary(TEN.minusSeconds(30)));
    watch.turn();
    now = TEN.plusSeconds(20);
    watch.take(canary(TEN.plusSeconds(19)));
    watch.turn();

    assertThat(beats).containsExactly(TEN);
  }

  @Test
  void oneThatWasFiveMinutesOnItsWaySaysNothingOfNow() {
    watch.take(canary(TEN.minus(CanaryWatch.FRESH)));
    watch.turn();
    assertThat(beats).isEmpty();

    watch.take(canary(TEN.minus(CanaryWatch.FRESH).plusSeconds(1)));
    watch.turn();
    assertThat(beats).containsExactly(TEN);
  }

  /** The topic is read from its beginning at every start, and the last may be half a minute old. */
  @Test
  void whatWasThereBeforeItBeganToSendIsNoSignOfLife() {
    watch.take(canary(TEN.minusSeconds(30)));
    watch.caughtUp();
    watch.turn();
    assertThat(beats).isEmpty();

    now = TEN.plusSeconds(31);
    watch.take(canary(TEN.plusSeconds(30)));
    watch.turn();
    assertThat(beats).containsExactly(now);
  }

  @Test
  void noHeartBeatsWhileNobodyCouldBeToldOfAnIncident() {
    able = false;
    watch.take(canary(TEN));
    watch.turn();
    assertThat(beats).isEmpty();

    able = true;
    watch.turn();
    assertThat(beats).as("that one is over").isEmpty();
    watch.take(canary(TEN));
    watch.turn();
    assertThat(beats).containsExactly(TEN);
  }

  /** Else a clock that was ahead for a day would silence us for a day. */
  @Test
  void aClockThatWasAheadHoldsNobodyUp() {
    watch.take(canary(TEN.plus(Duration.ofDays(1))));
    watch.turn();
    now = TEN.plusSeconds(60);
    watch.take(canary(now));
    watch.turn();

    assertThat(beats).hasSize(2);
  }

  @Test
  void itsAgeGrowsFromTheStartAndThenFromWhenTheLastSetOut() {
    watch.register(metrics, true);
    watch.caughtUp();
    now = TEN.plusSeconds(100);
    assertThat(age()).isEqualTo(100);

    watch.take(canary(TEN.plusSeconds(98)));
    watch.turn();
    assertThat(age()).isEqualTo(2);

    now = TEN.plusSeconds(400);
    assertThat(age()).isEqualTo(302);
  }

  /** Whoever scrapes while the topic is read from its start would be told that all stands still. */
  @Test
  void canariesOfAWeekThatAreReadAtTheStartMakeItNoOlder() {
    watch.register(metrics, true);
    now = TEN.plusSeconds(7);
    for (int day = 6; day > 0; day--) {
      watch.take(canary(TEN.minus(Duration.ofDays(day))));
      assertThat(age()).isNaN();
    }
    watch.caughtUp();
    watch.turn();
    assertThat(age()).isEqualTo(7);
  }

  @Test
  void whoeverStoodByTakesOverWithTheAgeOfTheYoungest() {
    watch.register(metrics, true);
    now = TEN.plus(Duration.ofDays(3));
    watch.take(canary(now.minusSeconds(90)));
    watch.take(canary(now.minusSeconds(30)));
    watch.take(canary(now.minusSeconds(150)));
    watch.caughtUp();

    assertThat(age()).isEqualTo(30);
  }

  /**
   * What it last saw is from before it stood by, and whoever scrapes it would be told of a stop.
   */
  @Test
  void whoeverDoesNotSendHasNoAgeNorHasWhoeverHasNotReadYetWhatWasThere() {
    watch.register(metrics, true);
    assertThat(age()).as("it has not begun").isNaN();
    watch.caughtUp();
    watch.take(canary(now));
    watch.turn();
    now = TEN.plusSeconds(40);
    assertThat(age()).isEqualTo(40);

    watch.take(canary(now));
    watch.standBy();
    now = TEN.plus(Duration.ofDays(3));
    watch.take(canary(now.minusSeconds(90)));
    assertThat(age()).as("it stands by").isNaN();

    watch.standBy();
    watch.take(canary(now.minusSeconds(30)));
    assertThat(age()).as("it reads what was there").isNaN();
    watch.caughtUp();
    assertThat(age()).isEqualTo(30);
    watch.turn();
    assertThat(beats).as("of the first alone, which came while it sent").containsExactly(TEN);
  }

  /** The clock was ahead for a while: what comes now counts, not what comes last by its time. */
  @Test
  void ageIsOfTheOneThatCameLast() {
    watch.register(metrics, true);
    watch.take(canary(TEN.plus(Duration.ofDays(1))));
    watch.caughtUp();
    now = TEN.plusSeconds(60);
    watch.take(canary(now));
    watch.turn();

    assertThat(age()).isZero();
  }

  @Test
  void whereNoneSetsOutItHasNoAge() {
    watch.register(metrics, false);
    watch.caughtUp();

    assertThat(age()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "+1000000001-01-01T00:00:00Z"})
  void oneThatDoesNotSayWhenItSetOutIsNone(String mark) {
    watch.register(metrics, true);
    watch.caughtUp();
    now = TEN.plusSeconds(7);
    var record = record(mark);

    watch.take(record);
    watch.turn();

    assertThat(CanaryWatch.isCanary(record)).as("but no incident either").isTrue();
    assertThat(beats).isEmpty();
    assertThat(age()).isEqualTo(7);
  }

  private double age() {
    return metrics.get("tunnelwatch.alerts.canary.age.seconds").gauge().value();
  }

  private static ConsumerRecord<byte[], byte[]> canary(Instant setOut) {
    return record(setOut.toString());
  }

  private static ConsumerRecord<byte[], byte[]> record(String mark) {
    var key = Canary.KEY.getBytes(StandardCharsets.UTF_8);
    var record = new ConsumerRecord<>("tw.incidents", 0, 0, key, CanaryJson.body(TEN));
    record.headers().add(Headers.CANARY, mark.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
