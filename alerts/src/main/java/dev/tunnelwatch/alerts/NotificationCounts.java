package dev.tunnelwatch.alerts;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an Alertmanager counts of its notifications. It counts one as soon as it begins with it, and
 * each try when it has an answer to it, so that what hangs is seen too. An end that its receiver is
 * not told ({@code send_resolved: false}) is begun, and never tried.
 *
 * @param started of its process, in the epoch's seconds as it writes them
 * @see <a href="https://github.com/prometheus/alertmanager/blob/v0.25.0/notify/notify.go">Where it
 *     is counted</a>
 */
record NotificationCounts(Map<Series, Count> by, String started) {

  private static final Pattern COUNT =
      Pattern.compile(
          "alertmanager_(notifications|notification_requests|notification_requests_failed)_total"
              + "\\{(.*)}\\s+(\\S+).*");

  /** Possessive: what stands there may be long. */
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  /** Also where it has no receiver that could tell anybody. */
  private static final String ITS_OWN = "alertmanager_alerts_received_total{";

  private static final String STARTED = "process_start_time_seconds ";

  private static final Count NONE = new Count(0, 0, 0);

  NotificationCounts {
    by = Map.copyOf(by);
  }

  /**
   * What is counted by itself.
   *
   * @param integration such as {@code webhook}
   * @param receiver empty unless it counts its receivers apart, as from 0.27 on it may
   */
  record Series(String integration, String receiver) {}

  /**
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

    private boolean isLessThan(Count other) {
      return begun < other.begun || tried < other.tried || failed < other.failed;
    }

    /** Of those begun: an answer may be one to what had been begun before. */
    long sent() {
      return Math.min(begun, tried - failed);
    }

    /** Begun, and nobody took it yet. */
    boolean isOwing() {
      return begun > sent();
    }
  }

  /** Empty where that is no Alertmanager's. */
  static Optional<NotificationCounts> read(String metrics) {
    if (metrics.lines().noneMatch(line -> line.startsWith(ITS_OWN))) {
      return Optional.empty();
    }
    var by = new HashMap<Series, Count>();
    metrics
        .lines()
        .map(COUNT::matcher)
        .filter(Matcher::matches)
        .forEach(found -> by.merge(series(found.group(2)), count(found), Count::plus));
    var started =
        metrics
            .lines()
            .filter(line -> line.startsWith(STARTED))
            .map(line -> line.substring(STARTED.length()))
            .findFirst();
    return Optional.of(new NotificationCounts(by, started.orElse("")));
  }

  private static Series series(String labels) {
    var values =
        LABEL
            .matcher(labels)
            .results()
            .collect(Collectors.toMap(each -> each.group(1), each -> each.group(2), (a, _) -> a));
    var receiver = values.getOrDefault("receiver_name", "");
    return new Series(
        values.getOrDefault("integration", ""), receiver.replaceAll("\\\\([\"\\\\])", "$1"));
  }

  private static Count count(MatchResult found) {
    long value = number(found.group(3));
    return switch (found.group(1)) {
      case "notifications" -> new Count(value, 0, 0);
      case "notification_requests" -> new Count(0, value, 0);
      default -> new Count(0, 0, value);
    };
  }

  /** It writes 1e+06 from a million on. */
  private static long number(String text) {
    try {
      return (long) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether it began to count anew in between, so that no difference says anything. */
  boolean isRestartOf(NotificationCounts before) {
    return !started.equals(before.started)
        || before.by.entrySet().stream()
            .anyMatch(each -> by.getOrDefault(each.getKey(), NONE).isLessThan(each.getValue()));
  }

  NotificationCounts since(NotificationCounts before) {
    return new NotificationCounts(
        by.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> each.getValue().minus(before.by.getOrDefault(each.getKey(), NONE)))),
        started);
  }

  /** What was begun by an earlier look only, and what became of it by now. */
  NotificationCounts begunIn(NotificationCounts earlier) {
    return new NotificationCounts(
        by.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each ->
                        new Count(
                            earlier.by.getOrDefault(each.getKey(), NONE).begun(),
                            each.getValue().tried(),
                            each.getValue().failed()))),
        started);
  }

  /** Whether anything waits for its answer that was not refused one yet. */
  boolean isAnyUnanswered() {
    return by.values().stream().anyMatch(count -> count.isOwing() && count.failed() == 0);
  }

  boolean isAnyBegun() {
    return by.values().stream().anyMatch(count -> count.begun() > 0);
  }

  /** Whether it counts its receivers apart. */
  boolean namesReceivers() {
    return by.keySet().stream().anyMatch(series -> !series.receiver().isEmpty());
  }

  /** Of one integration, and where that is counted of these receivers alone. */
  Count of(String integration, Predicate<String> receivers) {
    return by.entrySet().stream()
        .filter(each -> each.getKey().integration().equals(integration))
        .filter(
            each -> each.getKey().receiver().isEmpty() || receivers.test(each.getKey().receiver()))
        .map(Map.Entry::getValue)
        .reduce(NONE, Count::plus);
  }
}
