package dev.tunnelwatch.app.score;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What somebody was told, beside the faults that deserve a page. Which page was for which fault is
 * judged as {@code score} judges it; here each has to be the only one, and to end when its fault
 * does, give or take what {@link Recovery} allows.
 *
 * @param wrong in words: who is missing, false, double, not over, over twice or at the wrong time
 */
public record PageVerdict(int deserved, int paged, int healed, int over, List<String> wrong) {

  public PageVerdict {
    wrong = List.copyOf(wrong);
  }

  /**
   * Something that came, in the order in which it came.
   *
   * @param at by the fleet's clock
   * @param incident empty where it is about none
   */
  public record Came(
      Instant at, String key, String tier, boolean firing, String incident, String title) {

    private boolean isPage() {
      return tier.equals("page") && firing;
    }

    private boolean isOver() {
      return tier.equals("page") && !firing;
    }

    private Sent sent() {
      var action = !firing ? "resolve" : tier.equals("page") ? "page" : "notify";
      return new Sent(at, key, tier, action, incident);
    }

    @Override
    public String toString() {
      return "\"%s\" (%s, key %s)".formatted(title, at, key);
    }
  }

  /**
   * Compares.
   *
   * @param labels lines of the labels
   * @param incidents lines of every revision
   * @throws IOException when a line is not of its form
   */
  public static PageVerdict of(List<String> labels, List<String> incidents, List<Came> came)
      throws IOException {
    var faults = JsonLines.read("labels", labels, Fault::read);
    var told = Told.last(JsonLines.read("incidents", incidents, Told::read));
    var matching = Matching.of(faults, told);
    var paging = Paging.of(told, matching, came.stream().map(Came::sent).toList());
    var wrong = new ArrayList<String>();
    var known = new HashSet<Sent>();
    int over = 0;
    for (var fault : faults) {
      var pages = paging.of(fault);
      known.addAll(pages);
      if (paging.missed(fault)) {
        wrong.add("missing: a page of " + line(fault));
      }
      if (!fault.deservesPage()) {
        pages.forEach(page -> wrong.add("false: " + found(came, page) + " of " + line(fault)));
      } else if (pages.size() > 1) {
        pages.forEach(page -> wrong.add("double: " + found(came, page) + " of " + line(fault)));
      }
      for (var key : pages.stream().map(Sent::key).distinct().toList()) {
        var ofKey = came.stream().filter(c -> c.key().equals(key)).toList();
        over += (int) ofKey.stream().filter(Came::isOver).count();
        end(fault, ofKey, wrong);
        var page = pages.stream().filter(p -> p.key().equals(key)).findFirst().orElseThrow();
        time(fault, Recovery.latest(paging.about(page)), ofKey, wrong);
      }
    }
    came.stream()
        .filter(c -> c.isPage() && !known.contains(c.sent()))
        .forEach(page -> wrong.add("false: " + page + " of no fault"));
    var deserving = faults.stream().filter(Fault::deservesPage).toList();
    return new PageVerdict(
        deserving.size(),
        (int) came.stream().filter(Came::isPage).count(),
        (int) deserving.stream().filter(paging::healed).count(),
        over,
        wrong.stream().sorted(Comparator.naturalOrder()).toList());
  }

  /** Once, after its page, and if the fault was over. */
  private static void end(Fault fault, List<Came> ofKey, List<String> wrong) {
    var pageOrEnd = ofKey.stream().filter(c -> c.isPage() || c.isOver()).toList();
    var ends = pageOrEnd.stream().filter(Came::isOver).toList();
    var page = pageOrEnd.stream().filter(Came::isPage).findFirst().orElseThrow();
    if (pageOrEnd.getFirst().isOver()) {
      wrong.add("over before it began: " + page + " of " + line(fault));
    }
    boolean ended = fault.account().span().endedAt().isPresent();
    if (ended && ends.isEmpty()) {
      wrong.add("not over: " + page + " of " + line(fault));
    }
    if (!ended && !ends.isEmpty()) {
      wrong.add("over though it is not: " + page + " of " + line(fault));
    }
    if (ends.size() > 1) {
      wrong.add("over more than once: " + page + " of " + line(fault));
    }
  }

  /** Not before the fault is, and soon after all of those are that its incident is about. */
  private static void time(
      Fault fault, Optional<Instant> latest, List<Came> ofKey, List<String> wrong) {
    for (var over : ofKey.stream().filter(Came::isOver).toList()) {
      fault
          .account()
          .span()
          .endedAt()
          .filter(over.at()::isBefore)
          .ifPresent(_ -> wrong.add("over too soon: " + over + " of " + line(fault)));
      latest
          .filter(over.at()::isAfter)
          .ifPresent(by -> wrong.add("over after " + by + ": " + over + " of " + line(fault)));
    }
  }

  private static Came found(List<Came> came, Sent page) {
    return came.stream().filter(c -> c.sent().equals(page)).findFirst().orElseThrow();
  }

  private static String line(Fault fault) {
    var span = fault.account().span();
    var to = span.endedAt().map(Instant::toString).orElse("the end");
    return "%s, %s to %s".formatted(fault.account().id(), span.startedAt(), to);
  }
}
