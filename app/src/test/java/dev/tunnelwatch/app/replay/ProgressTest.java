package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.command.CommandLine;
import dev.tunnelwatch.app.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever waits is told every few seconds how far it is, whatever the time goes into. */
class ProgressTest {
  private static final Instant SIX = Instant.parse("2026-03-02T06:00:00Z");
  private static final Duration SLOW = Duration.ofSeconds(1);

  @TempDir Path directory;

  @Test
  void livingThroughTellsHowFarItIs() throws Exception {
    var said = replay(SLOW, "--arrival");

    assertThat(said)
        .contains("3 of 40 lines of gateways lived through, to 2026-03-02T06:02:05Z")
        .contains("39 of 40 lines of gateways lived through, to 2026-03-02T06:38:05Z");
  }

  @Test
  void concludingTellsHowFarItIs() throws Exception {
    assertThat(replay(SLOW)).contains("3 of 40 gateways concluded", "39 of 40 gateways concluded");
  }

  @Test
  void whatIsDoneAtOnceTellsNothingOfIt() throws Exception {
    assertThat(replay(Duration.ZERO, "--arrival")).doesNotContain("lived through");
    assertThat(replay(Duration.ZERO)).doesNotContain("concluded");
  }

  /**
   * What is said meanwhile.
   *
   * @param step how much time goes by between two looks at the clock
   */
  private String replay(Duration step, String... options) throws Exception {
    var now = new AtomicLong();
    var command = new ReplayCommand(() -> now.addAndGet(step.toNanos()));
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of());
    var words = new ArrayList<>(List.of("replay"));
    words.addAll(List.of(options));
    words.add(Files.write(directory.resolve("export.jsonl"), export()).toString());
    int code = new CommandLine(List.of(command)).run(words, console);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A tunnel that comes up each minute, each on another gateway. */
  private static List<String> export() {
    var lines = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      var at = SIX.plus(Duration.ofMinutes(i));
      lines.add(
          """
          {"source":"hub/0/%d","enqueuedAt":"%s","record":{"time":"%s","resourceId":"/SUBSCRIPTIONS/\
          00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/\
          VIRTUALNETWORKGATEWAYS/GW-%d","category":"TunnelDiagnosticLog","operationName":\
          "TunnelConnected","properties":{"instance":"GatewayTenantWorker_IN_0","remoteIP":\
          "203.0.113.7"}}}"""
              .formatted(i, at.plusSeconds(5), at, i));
    }
    return lines;
  }
}
