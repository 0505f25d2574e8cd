package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.Incident.Wording;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Title and explanation: site, impact, since; then the cause, what it is not, the next step. */
final class Words {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int NAMED = 2;

  private Words() {}

  /** What an incident is told from. */
  record Facts(
      Cause cause,
      ConditionKind root,
      Span span,
      Collection<GatewayId> gateways,
      Collection<String> sites,
      Collection<IpAddress> remotes,
      LostSites lost) {}

  static Wording of(Facts facts, List<RejectedCause> rejected, boolean learned) {
    var sentences = new ArrayList<String>();
    sentences.add(facts.cause().meaning());
    facts.lost().rows().forEach(row -> sentences.add(paths(row)));
    if (!rejected.isEmpty()) {
      sentences.add(
          rejected.stream()
              .map(other -> "not " + spoken(other.cause()) + ": " + other.because())
              .collect(Collectors.joining("; ", "It is ", ".")));
    }
    if (learned) {
      sentences.add("There is no inventory: sites and redundancy are learned from the logs.");
    }
    sentences.add("Next: " + facts.cause().next());
    return new Wording(impact(facts) + ": " + headline(facts), String.join(" ", sentences));
  }

  private static String headline(Facts facts) {
    var text = facts.cause().headline();
    return facts.remotes().size() == 1
        ? text.replace("the peer ", "peer " + facts.remotes().iterator().next() + ' ')
        : text;
  }

  /** Site, impact, since. */
  private static String impact(Facts facts) {
    var told = facts.lost().told();
    boolean ended = facts.span().endedAt().isPresent();
    boolean now = told.stream().anyMatch(LostSites::isOn);
    if (facts.root() == ConditionKind.TUNNEL_FLAPPING && !now) {
      return unstable(facts);
    }
    var lost = told.isEmpty() && ended ? facts.lost().ever() : told;
    return lost.isEmpty() ? lesser(facts) : unreachable(lost, now);
  }

  /** Only the sites that are lost, from when on they are. */
  private static String unreachable(List<Redundancy> lost, boolean now) {
    var sites = new TreeSet<String>();
    var gateways = new TreeSet<GatewayId>();
    for (var row : lost) {
      sites.add(row.site());
      gateways.add(row.gateway());
    }
    var from = LostSites.from(lost).orElseThrow();
    var to = now ? Optional.<Instant>empty() : LostSites.to(lost);
    var was = now ? "" : sites.size() > 1 ? " were" : " was";
    return some(sites) + was + " unreachable from " + some(names(gateways)) + ' ' + time(from, to);
  }

  /** What comes and goes is told as a whole while it is not lost. */
  private static String unstable(Facts facts) {
    boolean lost = !facts.lost().ever().isEmpty();
    var verb = lost ? verb(facts, "is", "are", "was", "were") : verb(facts, "has", "have", "had");
    var impact = lost ? " unreachable at times" : " fewer paths at times";
    return place(facts) + ' ' + verb + impact + from(facts) + ' ' + time(facts.span());
  }

  private static String lesser(Facts facts) {
    var gateways = some(names(facts.gateways()));
    boolean up = facts.lost().rows().stream().anyMatch(row -> row.up() > 0);
    var impact =
        switch (facts.root()) {
          case BGP_SESSION_DOWN ->
              verb(facts, "is", "are", "was", "were") + " without a BGP session" + from(facts);
          case ROUTES_WITHDRAWN ->
              verb(facts, "misses", "miss", "missed") + " routes" + from(facts);
          case IKE_FAILING ->
              up
                  ? verb(facts, "fails", "fail", "failed") + " IKE negotiations with " + gateways
                  : verb(facts, "is not coming", "are not coming", "did not come")
                      + " up on "
                      + gateways;
          default -> verb(facts, "has", "have", "had") + " fewer paths" + from(facts);
        };
    return place(facts) + ' ' + impact + ' ' + time(facts.span());
  }

  private static String place(Facts facts) {
    return some(subjects(facts));
  }

  private static Collection<String> subjects(Facts facts) {
    return facts.sites().isEmpty() ? names(facts.gateways()) : facts.sites();
  }

  private static String from(Facts facts) {
    return " from " + some(names(facts.gateways()));
  }

  private static String verb(Facts facts, String one, String many, String past) {
    return verb(facts, one, many, past, past);
  }

  private static String verb(Facts facts, String one, String many, String was, String were) {
    boolean plural = subjects(facts).size() > 1;
    return facts.span().endedAt().isPresent() ? plural ? were : was : plural ? many : one;
  }

  private static String time(Span span) {
    return time(span.startedAt(), span.endedAt());
  }

  private static String time(Instant from, Optional<Instant> to) {
    return to.map(end -> clock(from) + " to " + clock(end)).orElseGet(() -> "since " + clock(from));
  }

  private static String paths(Redundancy row) {
    var name = row.site() + " from " + row.gateway().name();
    return switch (row.worst()) {
      case LOST ->
          name
              + " lost its last path"
              + row.lostFrom().map(at -> " at " + clock(at)).orElse("")
              + row.lostTo().map(at -> " and had one again at " + clock(at)).orElse("")
              + '.';
      case DEGRADED ->
          name + " kept " + row.up() + " of " + row.expected() + " paths and stayed reachable.";
      case FULL -> name + " kept all its paths.";
      case UNKNOWN -> "Which paths lead to " + name + " is unknown.";
    };
  }

  private static List<String> names(Collection<GatewayId> gateways) {
    return gateways.stream().map(GatewayId::name).toList();
  }

  private static String some(Collection<String> names) {
    int more = names.size() - NAMED;
    var first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    return more > 0 ? first + " and " + more + " more" : first;
  }

  private static String spoken(Cause cause) {
    return cause.word().replace('_', ' ').replace("ike", "IKE").replace("bgp", "BGP");
  }

  private static String clock(Instant at) {
    return CLOCK.format(at);
  }
}
