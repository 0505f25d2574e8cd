package dev.tunnelwatch.alerts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is counted of alerts: delivered and failed by receiver, and how many still wait. What is
 * said again each minute is counted apart from what it was when it was new.
 */
final class DeliveryMetrics {

  private static final String REPEAT = "repeat";

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();

  DeliveryMetrics(MeterRegistry registry, List<String> receivers) {
    this.registry = registry;
    for (var receiver : receivers) {
      for (var action : Send.Action.values()) {
        sent(receiver, word(action));
      }
      sent(receiver, REPEAT);
      failed(receiver, "refused");
      failed(receiver, "unreachable");
      lost(receiver);
      var waiting = new AtomicInteger();
      pending.put(receiver, waiting);
      Gauge.builder("tunnelwatch.alerts.pending", waiting, AtomicInteger::get)
          .description("Alerts decided and not yet taken, or while they fire not taken again")
          .tag("receiver", receiver)
          .register(registry);
    }
  }

  void count(String receiver, Satchel.Load load, Receiver.Outcome outcome) {
    var what = load.repeat() ? REPEAT : word(load.send().action());
    switch (outcome) {
      case Receiver.Outcome.Delivered _ -> sent(receiver, what).increment();
      case Receiver.Outcome.Refused _ -> failed(receiver, "refused").increment();
      case Receiver.Outcome.Unreachable _ -> failed(receiver, "unreachable").increment();
    }
  }

  /** Nobody is told of them any more. */
  void givenUp(String receiver, int count) {
    lost(receiver).increment(count);
  }

  void pending(String receiver, int count) {
    var waiting = pending.get(receiver);
    if (waiting != null) {
      waiting.set(count);
    }
  }

  private static String word(Send.Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private Counter sent(String receiver, String what) {
    return Counter.builder("tunnelwatch.alerts.sent")
        .description("Alerts taken by the receiver; action repeat: said again as it was")
        .tag("receiver", receiver)
        .tag("action", what)
        .register(registry);
  }

  private Counter failed(String receiver, String why) {
    return Counter.builder("tunnelwatch.alerts.failed")
        .description("Attempts to deliver an alert that failed")
        .tag("receiver", receiver)
        .tag("reason", why)
        .register(registry);
  }

  private Counter lost(String receiver) {
    return Counter.builder("tunnelwatch.alerts.given.up")
        .description("Alerts that the receiver refused until long after their end, told no more")
        .tag("receiver", receiver)
        .register(registry);
  }
}
