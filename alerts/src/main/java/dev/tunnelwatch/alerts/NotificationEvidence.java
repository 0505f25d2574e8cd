package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.AlertmanagerStatus.Integration;
import dev.tunnelwatch.alerts.NotificationCounts.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an Alertmanager's counts say of one alert. It counts by integration and not by alert, so
 * that they prove nothing where another receiver is told by the same.
 *
 * @param since what it counted from before the alert on
 * @param status empty where it does not say by what it tells its receivers
 * @param receivers names of those that the alert is routed to; none where it does not say
 * @param busy names of all receivers that any alert was routed to meanwhile; empty where it does
 *     not say
 */
record NotificationEvidence(
    NotificationCounts since,
    Optional<AlertmanagerStatus> status,
    Set<String> receivers,
    Optional<Set<String>> busy) {

  NotificationEvidence {
    receivers = Set.copyOf(receivers);
    busy = busy.map(Set::copyOf);
  }

  Notified notified() {
    if (status.isEmpty() || receivers.isEmpty()) {
      return since.isAnyBegun()
          ? new Notified.Unknown(
              "what was sent meanwhile may have been another alert: it does not say by what it tells"
                  + " of this one")
          : new Notified.Nobody("no notification was sent");
    }
    var types = types(status.get());
    return types.isEmpty()
        ? new Notified.Failed(
            "its route leads to " + Notifying.names(receivers) + ", which tells nobody")
        : new Reading(status.get(), types).notified();
  }

  private Set<String> types(AlertmanagerStatus status) {
    return receivers.stream()
        .flatMap(name -> status.of(name).stream())
        .map(Integration::type)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * By integration, once it is known by which the alert is told: each of them has to have sent it,
   * or the one that wakes people may be the one that has not.
   */
  private final class Reading {
    private final AlertmanagerStatus status;
    private final List<String> sent = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> hanging = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();

    /** By which nothing was begun. */
    private final List<String> silent = new ArrayList<>();

    Reading(AlertmanagerStatus status, Set<String> types) {
      this.status = status;
      types.forEach(type -> read(type, since.of(type, receivers::contains)));
    }

    private void read(String type, Count count) {
      if (count.begun() == 0) {
        silent.add(type);
        return;
      }
      var others = others(type);
      if (!others.isEmpty()) {
        doubtful.add(
            "%s, and receiver %s is told by %s too: it may have been that"
                .formatted(meanwhile(type, count), Notifying.names(others), type));
      } else if (count.isOwing() && count.failed() > 0) {
        failed.add("by " + type + ' ' + times(count.failed()));
      } else if (count.isOwing() && tellsEnds(type)) {
        hanging.add("by " + type);
      } else if (count.begun() < ways(type)) {
        doubtful.add("of %d ways by %s %d began".formatted(ways(type), type, count.begun()));
      } else if (count.sent() < ways(type)) {
        doubtful.add(
            ("what it sends by %s has not been answered: that hangs, or it was the end of another"
                    + " alert, which is not sent (send_resolved: false)")
                .formatted(type));
      } else {
        sent.add(count.sent() + " by " + type);
      }
    }

    private static String meanwhile(String type, Count count) {
      if (count.sent() > 0) {
        return count.sent() + " by " + type + " sent meanwhile";
      }
      return count.failed() > 0
          ? "notifying failed by %s %s meanwhile".formatted(type, times(count.failed()))
          : "what it sends by " + type + " has not been answered";
    }

    /** Those that the alert is not routed to, and that may be what was counted. */
    private Set<String> others(String type) {
      return since.namesReceivers()
          ? Set.of()
          : status.receivers().entrySet().stream()
              .filter(each -> each.getValue().stream().anyMatch(one -> one.type().equals(type)))
              .map(Map.Entry::getKey)
              .filter(name -> !receivers.contains(name))
              .filter(name -> busy.map(names -> names.contains(name)).orElse(true))
              .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether all that is begun by it is tried, too: also of those that were busy before. */
    private boolean tellsEnds(String type) {
      return status.receivers().entrySet().stream()
          .filter(each -> !since.namesReceivers() || receivers.contains(each.getKey()))
          .flatMap(each -> each.getValue().stream())
          .filter(one -> one.type().equals(type))
          .allMatch(Integration::tellsEnds);
    }

    private long ways(String type) {
      return receivers.stream()
          .flatMap(name -> status.of(name).stream())
          .filter(one -> one.type().equals(type))
          .count();
    }

    Notified notified() {
      var told = sent.isEmpty() ? "" : String.join(", ", sent) + " sent, but ";
      if (!failed.isEmpty()) {
        return new Notified.Failed(
            told + "notifying failed " + String.join(", ", failed) + "; its log says why");
      }
      if (!hanging.isEmpty()) {
        return new Notified.Failed(
            told + "what it sends " + String.join(", ", hanging) + " has not been answered");
      }
      if (!doubtful.isEmpty()) {
        return new Notified.Unknown(told + String.join("; ", doubtful));
      }
      if (sent.isEmpty()) {
        return new Notified.Nobody("no notification was sent");
      }
      return silent.isEmpty()
          ? new Notified.Sent(String.join(", ", sent) + " sent")
          : new Notified.Failed(told + "nothing by " + String.join(", ", silent));
    }
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }
}
