package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.Breakdown;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts nothing to one dead-man's switch, which calls somebody when that stays away. It holds
 * nobody up, and is not tried again: the next minute has another.
 */
final class Heartbeat implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final byte[] NOTHING = {};

  private final HiddenAddress address;
  private final HttpPost http;
  private final Counter taken;
  private final Counter refused;
  private final Counter unreachable;
  private final AtomicBoolean underWay = new AtomicBoolean();

  /** Of the one that is on its way. It goes off once a minute. */
  private final Breakdown breakdown = new Breakdown(Duration.ofMinutes(5));

  Heartbeat(URI address, HttpPost http, MeterRegistry metrics) {
    this.address = new HiddenAddress(address);
    this.http = http;
    taken = counter(metrics, "taken");
    refused = counter(metrics, "refused");
    unreachable = counter(metrics, "unreachable");
  }

  private Counter counter(MeterRegistry metrics, String outcome) {
    return Counter.builder("tunnelwatch.alerts.heartbeats")
        .description("Heartbeats sent to a dead-man's switch")
        .tag("receiver", address.name())
        .tag("outcome", outcome)
        .register(metrics);
  }

  /** Returns at once; where the one before is still on its way this one is left out. */
  void beat() {
    if (underWay.compareAndSet(false, true)) {
      Thread.ofVirtual().name("alerts-heartbeat").start(this::post);
    }
  }

  private void post() {
    try {
      settle(http.post(address.uri(), address.shown(), Map.of(), NOTHING));
    } finally {
      underWay.set(false);
    }
  }

  private void settle(Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> {
        taken.increment();
        breakdown
            .over(System.nanoTime())
            .ifPresent(
                _ -> LOG.atInfo().addKeyValue("switch", address).log("heartbeats are taken again"));
      }
      case Outcome.Refused(var why) -> failed(refused, why);
      case Outcome.Unreachable(var why, _) -> failed(unreachable, why);
    }
  }

  /** Said once for each reason, for the switch says the rest. */
  private void failed(Counter counter, String why) {
    counter.increment();
    if (breakdown.isNews(why, System.nanoTime())) {
      LOG.atWarn().log("heartbeat not taken: {}", why);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
