package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class FeedTest {

  private static final Fleet FLEET =
      Fleet.of(Scenario.demo(3, Scenario.DEFAULT_START, Duration.ofMinutes(20)));

  @Test
  void bodiesComeWhenTheyAreDueAndOnce() {
    var feed = FLEET.feed();
    var taken = new ArrayList<Body>();

    for (int second = 0; !feed.done(); second++) {
      var now = Scenario.DEFAULT_START.plusSeconds(second);
      var due = feed.until(now);
      assertThat(due).allMatch(body -> body.enqueuedAt().equals(now));
      assertThat(feed.until(now)).isEmpty();
      taken.addAll(due);
    }

    assertThat(taken.stream().mapToInt(Body::records).sum()).isEqualTo(FLEET.emissions().size());
  }

  @Test
  void aLatePullGetsEverythingThatIsDue() {
    var feed = FLEET.feed();

    assertThat(feed.until(Scenario.DEFAULT_START)).isEmpty();
    assertThat(feed.until(Scenario.DEFAULT_START.plus(Duration.ofHours(1)))).isNotEmpty();
    assertThat(feed.done()).isTrue();
  }

  @Test
  void bodiesHoldTheRecordsThatTravelledTogether() throws IOException {
    for (var body : Body.batch(FLEET.emissions())) {
      var records = Node.parse(body.json()).list("records");

      assertThat(records).hasSize(body.records()).hasSizeBetween(1, Body.MAX_RECORDS);
      assertThat(body.bytes()).hasSizeLessThan(1_000_000);
    }
  }

  @Test
  void neighboursAreBatched() {
    assertThat(Body.batch(FLEET.emissions())).hasSizeLessThan(FLEET.emissions().size() / 2);
  }

  @Test
  void aBodyIsFullAt200Records() {
    var one = FLEET.emissions().getFirst();

    var bodies = Body.batch(Collections.nCopies(450, one));

    assertThat(bodies).extracting(Body::records).containsExactly(200, 200, 50);
  }
}
