package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands in the log of a night in which a receiver was down. */
class OutageTest {
  private final Outage outage = new Outage();

  @Test
  void aNightIsThreeLinesAndNotTwoThousand() {
    var log = new ArrayList<String>();
    for (long second = 0; second < 30_000; second += 15) {
      var why = second < 600 ? "hook: status 503" : "hook: ConnectException";
      outage.failed(why, TEN.plusSeconds(second)).ifPresent(log::add);
    }
    for (long second = 30_000; second < 30_100; second++) {
      outage.taken(TEN.plusSeconds(second)).ifPresent(log::add);
    }

    assertThat(log)
        .isEqualTo(
            List.of(
                "alerts are not taken: hook: status 503",
                "alerts are not taken: hook: ConnectException",
                "takes alerts again after 30000 s"));
  }

  @Test
  void theNextOneIsNewsThoughForTheSameReason() {
    assertThat(outage.failed("status 503", TEN)).isPresent();
    assertThat(outage.taken(TEN.plusSeconds(1))).isPresent();
    assertThat(outage.failed("status 503", TEN.plusSeconds(2))).isPresent();
    assertThat(outage.taken(TEN.plusSeconds(5))).contains("takes alerts again after 3 s");
  }

  @Test
  void whereNothingFailedNothingIsSaid() {
    assertThat(outage.taken(TEN)).isEqualTo(Optional.empty());
  }
}
