package dev.tunnelwatch.alerts;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an Alertmanager counts of its notifications. It counts one as soon as it begins with it, and
 * each try when it has an answer to it, so that what hangs is seen too.
 *
 * @param by integration, such as {@code webhook}
 * @see <a href="https://github.com/prometheus/alertmanager/blob/v0.25.0/notify/notify.go">Where it
 *     is counted</a>
 */
record NotificationCounts(Map<String, Count> by) {

  private static final Pattern COUNT =
      Pattern.compile(
          "^alertmanager_(notifications|notification_requests|notification_requests_failed)_total"
              + "\\{[^}]*\\bintegration=\"(\\w+)\"[^}]*} ([0-9.e+]+)",
          Pattern.MULTILINE);

  /** Also where it has no receiver that could tell anybody. */
  private static final Pattern ITS_OWN =
      Pattern.compile("^alertmanager_alerts_received_total\\{", Pattern.MULTILINE);

  private static final Count NONE = new Count(0, 0, 0);

  NotificationCounts {
    by = Map.copyOf(by);
  }

  /**
   * Of one integration.
   *
   * @param begun notifications, each of which may be tried several times
   * @param tried with whatever answer
   */
  record Count(long begun, long tried, long failed) {

    private Count plus(Count other) {
      return new Count(begun + other.begun, tried + other.tried, failed + other.failed);
    }

    private Count minus(Count other) {
      return new Count(begun - other.begun, tried - other.tried, failed - other.failed);
    }

    private long sent() {
      return tried - failed;
    }

    /** Begun, and nobody took it yet. */
    private boolean isOwing() {
      return begun > sent();
    }
  }

  /** Empty where that is no Alertmanager's. */
  static Optional<NotificationCounts> read(String metrics) {
    if (!ITS_OWN.matcher(metrics).find()) {
      return Optional.empty();
    }
    var by = new TreeMap<String, Count>();
    COUNT
        .matcher(metrics)
        .results()
        .forEach(
            found -> {
              long value = (long) Double.parseDouble(found.group(3)); // 1e+06 from a million on
              var one =
                  switch (found.group(1)) {
                    case "notifications" -> new Count(value, 0, 0);
                    case "notification_requests" -> new Count(0, value, 0);
                    default -> new Count(0, 0, value);
                  };
              by.merge(found.group(2), one, Count::plus);
            });
    return Optional.of(new NotificationCounts(by));
  }

  private NotificationCounts since(NotificationCounts before) {
    return new NotificationCounts(
        by.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> each.getValue().minus(before.by.getOrDefault(each.getKey(), NONE)))));
  }

  /** What it did from then on, be it with our alert or another: it does not count them apart. */
  Notified notifiedSince(NotificationCounts before) {
    var since = since(before);
    var sent = since.told(count -> count.sent() > 0, name -> since.by(name).sent() + " by " + name);
    var failed =
        since.told(
            count -> count.isOwing() && count.failed() > 0,
            name -> "by " + name + ' ' + times(since.by(name).failed()));
    var hanging = since.told(count -> count.isOwing() && count.failed() == 0, name -> "by " + name);
    var told = sent.map(what -> what + " sent, but ").orElse("");
    if (failed.isPresent()) {
      return new Notified.Failed(told + "notifying failed " + failed.get() + "; its log says why");
    }
    if (hanging.isPresent()) {
      return new Notified.Failed(
          told + "what it sends " + hanging.get() + " has not been answered");
    }
    return sent.<Notified>map(what -> new Notified.Sent(what + " sent"))
        .orElseGet(() -> new Notified.Nobody("no notification was sent"));
  }

  private Count by(String integration) {
    return by.getOrDefault(integration, NONE);
  }

  private Optional<String> told(Predicate<Count> which, Function<String, String> words) {
    var all =
        new TreeMap<>(by)
            .entrySet().stream()
                .filter(each -> which.test(each.getValue()))
                .map(each -> words.apply(each.getKey()))
                .collect(Collectors.joining(", "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
