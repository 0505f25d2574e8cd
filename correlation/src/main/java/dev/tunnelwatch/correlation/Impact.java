package dev.tunnelwatch.correlation;

import static java.util.Comparator.comparingLong;
import static java.util.Comparator.naturalOrder;

import dev.tunnelwatch.correlation.Words.Facts;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Site, impact, since: what a title begins with, within its first {@value #ROOM} characters.
 *
 * @param named how many of several names are told
 * @param width how much of a name
 */
record Impact(Facts facts, int named, int width) {
  static final int ROOM = 80;
  private static final Duration LASTING = Duration.ofMinutes(10);

  /** Fewer and shorter names the longer they are. */
  static String of(Facts facts) {
    return Stream.of(
            new Impact(facts, 3, Integer.MAX_VALUE),
            new Impact(facts, 2, Integer.MAX_VALUE),
            new Impact(facts, 1, Integer.MAX_VALUE),
            new Impact(facts, 1, 20),
            new Impact(facts, 1, 12))
        .map(Impact::phrase)
        .filter(phrase -> phrase.lead().length() <= ROOM)
        .findFirst()
        .orElseGet(() -> new Impact(facts, 1, 8).phrase())
        .text();
  }

  /**
   * An impact.
   *
   * @param lead what must be read at first sight
   * @param tail how long the longest of several times was
   */
  private record Phrase(String lead, String tail) {
    static Phrase of(String impact, Spells when, Returns returns) {
      return new Phrase(impact + ' ' + when.when(returns), tail(when, when.longest()));
    }

    private static String tail(Spells when, String longest) {
      return when.since().isEmpty() && when.severally() ? ", " + longest + " at the longest" : "";
    }

    /**
     * Of several that did not go and come together no time is told that is true of one only.
     *
     * @param when of each by its name
     */
    static Phrase of(String impact, Map<String, Spells> when, Returns returns) {
      var all =
          Spells.of(when.values().stream().flatMap(spells -> spells.each().stream()).toList());
      var longest =
          when.entrySet().stream()
              .max(comparingLong((Map.Entry<String, Spells> e) -> e.getValue().longestSeconds()))
              .orElseThrow();
      boolean together = when.values().stream().allMatch(s -> s.each().size() == all.each().size());
      if (together && Spells.areAlike(when.values())) {
        return new Phrase(
            impact + ' ' + all.when(returns), tail(all, longest.getValue().longest()));
      }
      var from = Words.clock(all.first());
      if (all.since().isPresent()) {
        var first = when.values().stream().flatMap(s -> s.since().stream()).min(naturalOrder());
        return new Phrase(impact + ", the first since " + first.map(Words::clock).orElse(from), "");
      }
      return new Phrase(
          impact + " at times between " + from + " and " + returns.clock(all.last()),
          ", " + longest.getKey() + ' ' + longest.getValue().longest() + " at the longest");
    }

    Phrase and(String more) {
      return new Phrase(lead, tail + more);
    }

    String text() {
      return lead + tail;
    }
  }

  private Phrase phrase() {
    var told = facts.lost().told();
    boolean ended = facts.span().endedAt().isPresent();
    boolean now = told.stream().anyMatch(LostSites::isOn);
    if (facts.why().root() == ConditionKind.TUNNEL_FLAPPING && !now) {
      return longest().map(this::unstableBesides).orElseGet(this::unstable);
    }
    if (facts.why().change() == Words.Change.REMOVED && told.isEmpty()) {
      return removed();
    }
    var lost = told.isEmpty() && ended ? facts.lost().ever() : told;
    if (lost.isEmpty()) {
      return tunnelsAreBack()
          ? lesser().and(stillSo().map(so -> ", still " + so).orElse(""))
          : lesser();
    }
    if (now || !ended) {
      return now ? unreachable(lost, true) : partlyOver(lost);
    }
    boolean removed = lost.stream().allMatch(row -> facts.times().note(row.site()).removed());
    return unreachable(lost, false).and(removed ? ", then removed" : "");
  }

  /** A way is back, and something else is not: both are told, what lasts first. */
  private Phrase partlyOver(List<Redundancy> lost) {
    var was = unreachable(lost, false);
    return facts.on().contains(ConditionKind.TUNNEL_DOWN)
            || (!isOfOthersThanTunnels(facts.why().root())
                && facts.times().spells().since().isPresent())
        ? lesser().and("; " + was.text())
        : was.and(stillSo().map(so -> ", still " + so).orElse(""));
  }

  /** Though the incident goes on. */
  private boolean tunnelsAreBack() {
    return facts.span().endedAt().isEmpty()
        && !isOfOthersThanTunnels(facts.why().root())
        && !facts.on().contains(ConditionKind.TUNNEL_DOWN)
        && !facts.times().spells().isEmpty()
        && facts.times().spells().since().isEmpty()
        && stillSo().isPresent();
  }

  private static boolean isOfOthersThanTunnels(ConditionKind root) {
    return root == ConditionKind.BGP_SESSION_DOWN
        || root == ConditionKind.ROUTES_WITHDRAWN
        || root == ConditionKind.IKE_FAILING
        || root == ConditionKind.TUNNEL_FLAPPING;
  }

  private Optional<String> stillSo() {
    return Stream.of(
            ConditionKind.BGP_SESSION_DOWN,
            ConditionKind.ROUTES_WITHDRAWN,
            ConditionKind.IKE_FAILING,
            ConditionKind.TUNNEL_FLAPPING)
        .filter(facts.on()::contains)
        .findFirst()
        .map(
            kind ->
                switch (kind) {
                  case BGP_SESSION_DOWN ->
                      switch (sessionsLeft()) {
                        case HEARD_OF -> "with fewer BGP sessions";
                        case PRESUMED -> "missing a BGP session";
                        case NONE -> "without a BGP session";
                      };
                  case ROUTES_WITHDRAWN -> "without routes";
                  case IKE_FAILING -> "failing IKE negotiations";
                  default -> "watched";
                });
  }

  /** That of which the least is known. */
  private Sessions.Left sessionsLeft() {
    return subjects().stream()
        .map(facts.times().ofSites()::get)
        .map(note -> note == null ? Sessions.Left.PRESUMED : note.sessions())
        .min(naturalOrder())
        .orElseThrow();
  }

  private String fewerSessions() {
    return switch (sessionsLeft()) {
      case HEARD_OF -> verb("has", "have", "had", "had") + " fewer BGP sessions";
      case PRESUMED -> verb("misses", "miss", "missed", "missed") + " a BGP session";
      case NONE -> verb("is", "are", "was", "were") + " without a BGP session";
    };
  }

  /**
   * Whose tunnels a session or routes belong to can be unknown: then nothing was lost "from" it.
   */
  private boolean isOfNoSite() {
    return facts.where().sites().isEmpty();
  }

  /** The other instance may have another with the same peer. */
  private String itsSession() {
    return verb("misses", "miss", "missed", "missed")
        + (facts.where().speakers().size() > 1 ? " BGP sessions" : " a BGP session")
        + speakers().map(with -> " with " + with).orElse("");
  }

  private Optional<String> speakers() {
    var speakers = facts.where().speakers().stream().map(IpAddress::text).toList();
    return Optional.of(speakers).filter(all -> !all.isEmpty()).map(this::some);
  }

  /** Only the sites that are lost, from when on they are. */
  private Phrase unreachable(List<Redundancy> lost, boolean now) {
    var sites = new TreeSet<String>();
    var gateways = new TreeSet<GatewayId>();
    for (var row : lost) {
      sites.add(row.site());
      gateways.add(row.gateway());
    }
    var was = now ? "" : sites.size() > 1 ? " were" : " was";
    var when = new TreeMap<String, Spells>();
    for (var site : sites) {
      var rows = lost.stream().filter(row -> row.site().equals(site)).toList();
      when.put(site, facts.lost().spells(rows));
    }
    return Phrase.of(some(sites) + was + " unreachable" + from(gateways), when, returns());
  }

  private Phrase removed() {
    boolean one = facts.where().remotes().size() == 1;
    var what = one ? ": connection removed" : ": connections removed";
    var at = Words.clock(facts.span().startedAt());
    return new Phrase(place() + what + from(facts.where().gateways()) + " at " + at, "");
  }

  /** What nobody would call a moment. */
  private Optional<LostSites.Outage> longest() {
    return facts.lost().outages().stream()
        .filter(outage -> seconds(outage) >= LASTING.toSeconds())
        .max(comparingLong(Impact::seconds));
  }

  private static long seconds(LostSites.Outage outage) {
    var from = outage.span().startedAt();
    return outage.span().endedAt().map(to -> Duration.between(from, to).toSeconds()).orElse(0L);
  }

  /** What was lost for long is told before that it comes and goes. */
  private Phrase unstableBesides(LostSites.Outage outage) {
    var lead = some(List.of(outage.site())) + " was unreachable" + from(List.of(outage.gateway()));
    var besides = Phrase.of(lead, Spells.of(List.of(outage.span())), returns());
    if (!List.copyOf(subjects()).equals(List.of(outage.site()))) {
      return besides.and("; " + unstable().text());
    }
    var losses = facts.times().spells();
    var from = Words.clock(losses.isEmpty() ? facts.span().startedAt() : losses.first());
    boolean on = losses.isEmpty() || losses.since().isPresent();
    var last = on ? "" : returns().clock(losses.last());
    return facts.span().endedAt().isPresent()
        ? besides.and(", and at times from " + from + (on ? "" : " to " + last))
        : besides.and(", and at times since " + from + (on ? "" : ", the last loss until " + last));
  }

  /** What comes and goes is told as a whole while it is not lost. */
  private Phrase unstable() {
    boolean lost = !facts.lost().ever().isEmpty();
    var verb = lost ? verb("is", "are", "was", "were") : verb("has", "have", "had", "had");
    var impact = lost ? " unreachable at times" : " fewer paths at times";
    var told = place() + ' ' + verb + impact + from(facts.where().gateways());
    var losses = facts.times().spells();
    boolean ended = facts.span().endedAt().isPresent();
    if (losses.isEmpty() || losses.since().isPresent()) {
      return Phrase.of(told, Spells.of(List.of(facts.span())), returns());
    }
    var first = Words.clock(losses.first());
    var last = returns().clock(losses.last());
    return ended
        ? new Phrase(told + ' ' + first + " to " + last, "")
        : new Phrase(told + " since " + first, ", the last loss until " + last);
  }

  private Phrase lesser() {
    var gateways = some(names(facts.where().gateways()));
    var from = " from " + gateways;
    var impact =
        switch (facts.why().root()) {
          case BGP_SESSION_DOWN -> isOfNoSite() ? itsSession() : fewerSessions() + from;
          case ROUTES_WITHDRAWN ->
              verb("misses", "miss", "missed", "missed")
                  + " routes"
                  + (isOfNoSite() ? speakers().map(of -> " of " + of).orElse("") : from);
          case IKE_FAILING ->
              facts.why().change() == Words.Change.CALLED
                  ? verb("negotiates", "negotiate", "negotiated", "negotiated")
                      + " on with "
                      + gateways
                      + ", where it was removed,"
                  : facts.neverCameUp()
                      ? verb("is not coming", "are not coming", "did not come", "did not come")
                          + " up on "
                          + gateways
                      : verb("fails", "fail", "failed", "failed")
                          + " IKE negotiations with "
                          + gateways;
          default -> verb("has", "have", "had", "had") + " fewer paths" + from;
        };
    return facts
        .gaveUp()
        .map(last -> place() + ' ' + impact + ", no attempt since " + Words.clock(last))
        .map(lead -> new Phrase(lead, ""))
        .orElseGet(() -> Phrase.of(place() + ' ' + impact, spells(), returns()));
  }

  /** While something of it lasts, what has ended says nothing of how long it has been. */
  private Map<String, Spells> spells() {
    var all = facts.times().spells();
    boolean over = facts.span().endedAt().isPresent() || tunnelsAreBack();
    boolean ofItsOwn = facts.why().root() == ConditionKind.IKE_FAILING || all.isEmpty();
    if (ofItsOwn || (!over && all.since().isEmpty())) {
      return Map.of("", Spells.of(List.of(facts.span())));
    }
    var ofSites = new TreeMap<String, Spells>();
    for (var site : subjects()) {
      var spells = facts.times().note(site).spells();
      if (!spells.isEmpty()) {
        ofSites.put(site, spells);
      }
    }
    return ofSites.isEmpty() ? Map.of("", all) : ofSites;
  }

  private Returns returns() {
    return facts.times().returns();
  }

  private String place() {
    return some(subjects());
  }

  /** What came back is not named beside what did not. */
  private Collection<String> subjects() {
    var sites = facts.where().sites();
    if (sites.isEmpty()) {
      return names(facts.where().gateways());
    }
    var now =
        sites.stream()
            .filter(site -> facts.times().note(site).spells().since().isPresent())
            .toList();
    return now.isEmpty() ? sites : now;
  }

  private String from(Collection<GatewayId> gateways) {
    return " from " + some(names(gateways));
  }

  private String verb(String one, String many, String was, String were) {
    boolean plural = subjects().size() > 1;
    boolean past = facts.span().endedAt().isPresent() || tunnelsAreBack();
    return past ? plural ? were : was : plural ? many : one;
  }

  private static List<String> names(Collection<GatewayId> gateways) {
    return gateways.stream().map(GatewayId::name).toList();
  }

  private String some(Collection<String> names) {
    int shown = names.size() > named ? Math.min(named, 2) : named;
    int more = names.size() - shown;
    var first = names.stream().limit(shown).map(this::clipped).collect(Collectors.joining(", "));
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** At its end, where a reader looks for it; half an address is the address of nobody. */
  private String clipped(String name) {
    if (name.length() <= width || isAddress(name)) {
      return name;
    }
    int end = Character.isLowSurrogate(name.charAt(width - 1)) ? width - 2 : width - 1;
    return name.substring(0, end) + '…';
  }

  private boolean isAddress(String name) {
    return Stream.of(facts.where().remotes(), facts.where().speakers())
        .flatMap(Collection::stream)
        .anyMatch(address -> address.text().equals(name));
  }
}
