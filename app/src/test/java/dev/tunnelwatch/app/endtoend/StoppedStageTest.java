package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.pipeline.Started;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each stage is a process that stops where it stands (SIGSTOP): it is there, holds its connections
 * and does nothing, which nobody inside can tell. A dead-man's switch outside rings. It is set as
 * docs/watchdog.md says; a minute is three seconds. That a stop rings within five real minutes is a
 * sum, which {@code HeartbeatBoundTest} adds up; here what is real, turns and requests, is twenty
 * times as much of it, so that it is measured against the time for what was late already.
 */
@Tag("proof")
class StoppedStageTest {
  private static final String HUB = "insights-logs";
  private static final int SPEED = 20;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofMinutes(3);
  private static final Duration RINGS_WITHIN = Duration.ofSeconds(365);
  private static final Pattern AGE =
      Pattern.compile("(?m)^tunnelwatch_alerts_canary_age_seconds (\\S+)$");

  @TempDir Path directory;

  private final Started started = new Started();
  private StageProcess ingest;
  private StageProcess streams;
  private StageProcess alerts;
  private int web;
  private DeadMansSwitch heart;
  private EmbeddedKafka kafka;

  @BeforeEach
  void start() throws IOException {
    web = FreePort.next();
    heart = started.add("heart", DeadMansSwitch.start());
    var clock = new StageProcess.FastClock(Instant.now(), SPEED);
    var hubs = started.add("hub", HubServer.start(HubServerConfig.of(clock, HubSpec.of(HUB, 2))));
    kafka =
        started.add("kafka", EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0)));
    var around =
        new StageProcess.Around(
            kafka.bootstrapServers(), hubs.connectionString(HUB), HUB, heart.address(), clock);
    ingest = stage(Role.INGEST, FreePort.next(), around);
    streams = stage(Role.STREAMS, FreePort.next(), around);
    alerts = stage(Role.ALERTS, web, around);
    awaitBeat(0);
  }

  private StageProcess stage(Role role, int port, StageProcess.Around around) throws IOException {
    var home = directory.resolve(role.name());
    return started.add(role.name(), StageProcess.start(role, home, port, around));
  }

  @AfterEach
  void stop() throws Exception {
    signal("CONT", kafka.pid()); // else it would not end when it is asked to
    started.close();
  }

  @Test
  void switchRingsWhicheverStageStops() throws Exception {
    ringsWhile(ingest.pid());
    assertThat(age()).isGreaterThan(180);
    goesOn(ingest.pid());

    ringsWhile(streams.pid());
    assertThat(age()).isGreaterThan(180);
    goesOn(streams.pid());

    ringsWhile(alerts.pid());
    goesOn(alerts.pid());

    ringsWhile(kafka.pid());
  }

  private void ringsWhile(long pid) throws Exception {
    assertThat(heart.rings(silence())).as("before it stops").isFalse();
    long stopped = System.nanoTime();
    signal("STOP", pid);
    Await.until("the switch to ring", LIMIT, () -> heart.rings(silence()));
    var took = Duration.ofNanos(System.nanoTime() - stopped).multipliedBy(SPEED);
    assertThat(took).as("from the stop until it rings").isLessThanOrEqualTo(RINGS_WITHIN);
  }

  private void goesOn(long pid) throws Exception {
    int before = heart.beats();
    signal("CONT", pid);
    awaitBeat(before + 1); // the second: what was on its way when it stopped is none
  }

  private void awaitBeat(int than) {
    Await.until("a heartbeat", LIMIT, () -> heart.beats() > than);
  }

  /** In real time. */
  private static Duration silence() {
    return Canary.EVERY.plus(GRACE).dividedBy(SPEED);
  }

  private double age() throws IOException, InterruptedException {
    var scrape = SystemServer.get(URI.create("http://127.0.0.1:" + web), "/metrics");
    var age = AGE.matcher(scrape);
    assertThat(age.find()).isTrue();
    return Double.parseDouble(age.group(1));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
