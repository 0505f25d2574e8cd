package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static dev.tunnelwatch.streams.Story.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.records.CanaryJson;
import io.micrometer.core.instrument.Meter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A canary comes through both stages and leaves nothing behind in any. */
class CanaryPassageTest {

  private static final Duration SOON = Duration.ofSeconds(2);

  @TempDir Path directory;
  private Story story;

  @BeforeEach
  void begin() {
    story = new Story(directory);
  }

  @AfterEach
  void end() {
    story.close();
  }

  @Test
  void aCanaryComesOutUnderItsKeyWithItsMarkAndTheTimeItSetOut() {
    story.readUpTo("hub/3", TEN).canary().wait(SOON);

    assertThat(story.output(TOPICS.gatewayIncidents())).singleElement().satisfies(this::isOurs);
    assertThat(story.output(TOPICS.incidents())).singleElement().satisfies(this::isOurs);
    assertThat(story.count("tunnelwatch.streams.records", "outcome", "canary")).isEqualTo(1);
    assertThat(story.output(TOPICS.events())).isEmpty();
    assertThat(story.output(TOPICS.rejects())).isEmpty();
  }

  private void isOurs(TestRecord<String, byte[]> record) {
    assertThat(record.key()).isEqualTo(Canary.KEY);
    assertThat(header(record, Headers.CANARY)).isEqualTo(TEN.toString());
    assertThat(record.value()).isEqualTo(CanaryJson.body(TEN));
  }

  /** Of the 5 min in which a dead-man's switch has to ring, 20 s are for what is on its way. */
  @Test
  void bothStagesHadTheirTurnWithinTenSeconds() {
    var turn = GatewayProcessor.TICK.plus(StreamsProperties.COMMIT);

    assertThat(turn.multipliedBy(2)).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void everyMinuteOneComesOutThoughTheyComeAtUnevenTimes() {
    story.readUpTo("hub/3", TEN);
    for (int seconds : List.of(62, 58, 60, 76, 44)) {
      story.canary().wait(Duration.ofSeconds(seconds));
    }

    assertThat(setOut(story.output(TOPICS.incidents())))
        .extracting(at -> Duration.between(TEN, at).toSeconds())
        .containsExactly(0L, 62L, 120L, 180L, 256L);
  }

  @Test
  void ofAMinuteThatBringsManyOneComesOut() {
    story.readUpTo("hub/3", TEN).canary().canary().wait(SOON);
    for (int i = 0; i < 20; i++) {
      story.canary().wait(SOON);
    }

    assertThat(story.output(TOPICS.gatewayIncidents())).hasSize(1);
    assertThat(story.output(TOPICS.incidents())).hasSize(1);
  }

  /** It tells that the stage concludes, not that it reads. */
  @Test
  void whileTheStageMayNotConcludeTheCanaryWaitsAndTheLastOneGoesOn() {
    story.canary().wait(Duration.ofSeconds(20)).canary().wait(Duration.ofSeconds(20));
    assertThat(story.output(TOPICS.gatewayIncidents())).isEmpty();

    story.wait(Duration.ofSeconds(30)); // there is no ingest here, and the clock decides

    assertThat(setOut(story.output(TOPICS.incidents()))).containsExactly(TEN.plusSeconds(20));
  }

  @Test
  void noIncidentAndNoNumberOfTheFleetIsOtherForIt() {
    var without = published(story, false);
    var numbers = numbers(story);
    end();
    story = new Story(directory.resolve("with"));

    assertThat(published(story, true)).isEqualTo(without).isNotEmpty();
    assertThat(numbers(story)).isEqualTo(numbers);
  }

  private static Map<String, String> published(Story story, boolean canaries) {
    story
        .readUpTo("hub/3", TEN.plus(Duration.ofDays(1)))
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600)))
        .wait(Duration.ofSeconds(45))
        .line(
            GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(5), "DPD timed out"));
    for (int minute = 0; minute < 20; minute++) {
      if (canaries) {
        story.canary();
      }
      story.wait(Duration.ofMinutes(1));
    }
    var found = new TreeMap<String, String>();
    var all = story.published();
    assertThat(all.containsKey(Canary.KEY)).isEqualTo(canaries);
    all.remove(Canary.KEY);
    all.forEach((id, record) -> found.put(id, new String(record.value(), StandardCharsets.UTF_8)));
    return found;
  }

  /** All but how many records were read, and how long anything took. */
  private static Map<Meter.Id, Double> numbers(Story story) {
    var numbers = new TreeMap<Meter.Id, Double>(Comparator.comparing(Meter.Id::toString));
    for (var meter : story.meters.getMeters()) {
      var id = meter.getId();
      boolean isOfCanaries = Objects.equals(id.getTag("outcome"), "canary");
      if (!isOfCanaries && !id.getName().contains("recompute")) {
        numbers.put(id, meter.measure().iterator().next().getValue());
      }
    }
    return numbers;
  }

  /** The mark counts, not what stands under it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "+1000000001-01-01T00:00:00Z"})
  void aMarkThatSaysNoTimeGoesNoFurtherAndHarmsNobody(String mark) {
    var headers = new RecordHeaders();
    headers.add(Headers.CANARY, mark.getBytes(StandardCharsets.UTF_8));

    story
        .readUpTo("hub/3", TEN)
        .gatewayIncident(Canary.KEY, Lines.text("no incident"), headers)
        .wait(SOON)
        .canary()
        .wait(SOON);

    assertThat(story.output(TOPICS.incidents())).hasSize(1);
    assertThat(story.meters.get("tunnelwatch.fleet.failed").counter().count()).isZero();
  }

  private static List<Instant> setOut(List<TestRecord<String, byte[]>> records) {
    return records.stream().map(record -> Instant.parse(header(record, Headers.CANARY))).toList();
  }
}
