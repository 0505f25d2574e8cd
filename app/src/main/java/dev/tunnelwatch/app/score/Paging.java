package dev.tunnelwatch.app.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which page was for which fault. */
final class Paging {

  /** The longest confirm, and the most that D can be (rules 33 and 35). */
  private static final Duration LATEST = Duration.ofMinutes(6);

  private final List<Sent> sent;
  private final Matching matching;
  private final Map<String, Told> byId = new LinkedHashMap<>();
  private final Map<Fault, List<Sent>> pages = new LinkedHashMap<>();
  private int forNothing;

  private Paging(List<Told> incidents, Matching matching, List<Sent> sent) {
    this.sent = sent;
    this.matching = matching;
    incidents.forEach(told -> told.replaces().forEach(old -> byId.put(old, told)));
    incidents.forEach(told -> byId.put(told.id(), told));
  }

  static Paging of(List<Told> incidents, Matching matching, List<Sent> sent) {
    var paging = new Paging(incidents, matching, sent);
    for (var each : sent) {
      if (each.isPage()) {
        paging
            .fault(each)
            .ifPresentOrElse(
                fault -> paging.pages.computeIfAbsent(fault, _ -> new ArrayList<>()).add(each),
                () -> paging.forNothing++);
      }
    }
    return paging;
  }

  /** Of the faults its incident is about the first that deserves a page, else the first. */
  private Optional<Fault> fault(Sent page) {
    var faults = about(page);
    return faults.stream()
        .filter(Fault::deservesPage)
        .findFirst()
        .or(() -> faults.stream().findFirst());
  }

  /** All that its incident is about. */
  List<Fault> about(Sent page) {
    return incident(page).map(this::faults).orElse(List.of());
  }

  private List<Fault> faults(Told incident) {
    return matching.candidates().stream()
        .filter(pair -> pair.incident().equals(incident))
        .map(Matching.Pair::fault)
        .toList();
  }

  /** The one that goes on under the page's key, whatever it was called when the page went. */
  private Optional<Told> incident(Sent page) {
    var named = Optional.ofNullable(byId.get(page.incident()));
    return named.or(
        () ->
            sent.stream()
                .filter(each -> each.key().equals(page.key()))
                .map(each -> byId.get(each.incident()))
                .filter(Objects::nonNull)
                .findFirst());
  }

  List<Sent> of(Fault fault) {
    return pages.getOrDefault(fault, List.of());
  }

  /** Also when the page went for another fault that shares its incident. */
  boolean wasPaged(Fault fault) {
    return pages.containsKey(fault)
        || sent.stream()
            .filter(Sent::isPage)
            .filter(page -> !page.at().isBefore(fault.account().span().startedAt()))
            .anyMatch(page -> isAbout(page, fault));
  }

  private boolean isAbout(Sent each, Fault fault) {
    return incident(each).filter(told -> matching.isCandidate(fault, told)).isPresent();
  }

  boolean missed(Fault fault) {
    return fault.deservesPage() && !wasPaged(fault) && !healed(fault);
  }

  /** Over before its page was due, and told as a notification instead (rule 35). */
  boolean healed(Fault fault) {
    return fault.deservesPage()
        && !wasPaged(fault)
        && fault.account().overWithin(LATEST)
        && sent.stream()
            .filter(each -> each.action().equals("notify"))
            .anyMatch(each -> isAbout(each, fault));
  }

  /** From the event to the first page, for a fault that deserves it. */
  Optional<Duration> delay(Fault fault) {
    return fault.deservesPage()
        ? of(fault).stream()
            .map(page -> Duration.between(fault.account().event(), page.at()))
            .min(Duration::compareTo)
        : Optional.empty();
  }

  /**
   * Likewise from the loss that is to be paged, where the label says which one that is: what flaps
   * has losses before it. Where the first page went before that loss, from the event all the same:
   * it woke somebody for one of those.
   */
  Optional<Duration> delayOfLasting(Fault fault) {
    var event = fault.account().event();
    return delay(fault)
        .map(event::plus)
        .map(
            page ->
                Duration.between(
                    fault.account().verdict().pageFrom().filter(page::isAfter).orElse(event),
                    page));
  }

  int falsePages(Fault fault) {
    return fault.deservesPage() ? 0 : of(fault).size();
  }

  int forNothing() {
    return forNothing;
  }

  int notifications() {
    return (int) sent.stream().filter(each -> each.action().equals("notify")).count();
  }

  int pages() {
    return (int) sent.stream().filter(Sent::isPage).count();
  }
}
