package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * How long after the stop of a stage a dead-man's switch rings that is set as docs/watchdog.md
 * says, added up from what the pipeline goes by.
 */
class HeartbeatBoundTest {
  private static final Duration TOLD_WITHIN = Duration.ofMinutes(5);

  /** For the turns of ingest and of both stages of correlation, which have tests of their own. */
  private static final Duration OTHER_STAGES = Duration.ofSeconds(20);

  private static final Path DOCUMENT = Path.of("../docs/watchdog.md");
  private static final Pattern LATE =
      Pattern.compile(
          "within (\\d+) min (\\d+) s where the canary before was late already.*"
              + "that was (\\d+) minutes on its way",
          Pattern.DOTALL);
  private static final Pattern SWITCH =
      Pattern.compile("Expect a heartbeat each minute with (\\d+) minutes of grace");

  /** The last heartbeat is of a canary that was on its way when the stage behind it stopped. */
  @Test
  void switchRingsWithinFiveMinutes() throws IOException {
    var onItsWay = OTHER_STAGES.plus(Attention.ROUND).plus(HttpPost.PATIENCE);

    assertThat(onItsWay.plus(Canary.EVERY).plus(grace())).isLessThanOrEqualTo(TOLD_WITHIN);
  }

  /** The last that is on its way may be as old as any that counts. */
  @Test
  void switchRingsLaterByNoMoreThanIsSaidWhereCanariesWereLateAlready() throws IOException {
    var said = LATE.matcher(Files.readString(DOCUMENT));
    assertThat(said.find()).isTrue();

    assertThat(CanaryWatch.FRESH.plus(HttpPost.PATIENCE).plus(Canary.EVERY).plus(grace()))
        .isLessThanOrEqualTo(
            Duration.ofMinutes(Long.parseLong(said.group(1)))
                .plusSeconds(Long.parseLong(said.group(2))));
    assertThat(said.group(3)).isEqualTo(Long.toString(CanaryWatch.FRESH.toMinutes()));
  }

  /** One that its stages let on late, or not at all, is no reason to call anybody. */
  @Test
  void switchDoesNotRingForOneHeartbeatThatIsLateOrLacks() throws IOException {
    assertThat(Canary.EVERY).as("as the switch is told").isEqualTo(Duration.ofMinutes(1));
    assertThat(grace()).isGreaterThanOrEqualTo(Canary.EVERY.multipliedBy(2));
  }

  private static Duration grace() throws IOException {
    var set = SWITCH.matcher(Files.readString(DOCUMENT));
    assertThat(set.find()).isTrue();
    return Duration.ofMinutes(Long.parseLong(set.group(1)));
  }
}
