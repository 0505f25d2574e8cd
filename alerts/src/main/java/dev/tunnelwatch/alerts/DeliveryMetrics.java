package dev.tunnelwatch.alerts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of alerts: delivered and failed by receiver, and how many still wait. */
final class DeliveryMetrics {

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();

  DeliveryMetrics(MeterRegistry registry, List<String> receivers) {
    this.registry = registry;
    for (var receiver : receivers) {
      for (var action : Send.Action.values()) {
        sent(receiver, action);
      }
      failed(receiver, "refused");
      failed(receiver, "unreachable");
      var waiting = new AtomicInteger();
      pending.put(receiver, waiting);
      Gauge.builder("tunnelwatch.alerts.pending", waiting, AtomicInteger::get)
          .description("Alerts decided and not yet taken, or while they fire not taken again")
          .tag("receiver", receiver)
          .register(registry);
    }
  }

  void count(String receiver, Send.Action action, Receiver.Outcome outcome) {
    switch (outcome) {
      case Receiver.Outcome.Delivered _ -> sent(receiver, action).increment();
      case Receiver.Outcome.Refused _ -> failed(receiver, "refused").increment();
      case Receiver.Outcome.Unreachable _ -> failed(receiver, "unreachable").increment();
    }
  }

  void pending(String receiver, int count) {
    var waiting = pending.get(receiver);
    if (waiting != null) {
      waiting.set(count);
    }
  }

  private Counter sent(String receiver, Send.Action action) {
    return Counter.builder("tunnelwatch.alerts.sent")
        .description("Alerts taken by the receiver, repeats included")
        .tag("receiver", receiver)
        .tag("action", action.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter failed(String receiver, String why) {
    return Counter.builder("tunnelwatch.alerts.failed")
        .description("Attempts to deliver an alert that failed")
        .tag("receiver", receiver)
        .tag("reason", why)
        .register(registry);
  }
}
