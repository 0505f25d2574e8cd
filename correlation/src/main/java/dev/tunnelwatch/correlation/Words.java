package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.Incident.Wording;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Title and explanation: site, impact, since; then the cause, the paths, the next step. */
final class Words {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /**
   * What an incident is told from.
   *
   * @param on the kinds of what is not over
   */
  record Facts(
      Why why, Span span, Where where, Times times, LostSites lost, Collection<ConditionKind> on) {

    /** Nobody waits for what was taken out of the configuration. */
    boolean isUnexpected() {
      return why.change() == Change.REMOVED || why.change() == Change.CALLED;
    }

    /** Nothing was lost: only ever failures were seen. */
    boolean neverCameUp() {
      return why.root() == ConditionKind.IKE_FAILING
          && lost.rows().stream()
              .allMatch(row -> row.up() == 0 || times.note(row.site()).neverUp());
    }

    /** The last attempt, where nothing came up before they ended. */
    Optional<Instant> gaveUp() {
      return neverCameUp()
          ? times.ofSites().values().stream()
              .flatMap(note -> note.lifeless().flatMap(Lifeless::gaveUp).stream())
              .max(Comparator.naturalOrder())
          : Optional.empty();
    }
  }

  /**
   * Why it was so.
   *
   * @param then what keeps down what did not come back with the rest
   * @param unknownReason what is to be said of a reason nobody knows
   */
  record Why(
      Cause cause,
      ConditionKind root,
      Optional<Cause> then,
      Change change,
      Optional<String> unknownReason) {

    /** The root tells all of it. */
    static Why of(Cause cause, ConditionKind root) {
      return new Why(cause, root, Optional.empty(), Change.OTHER, Optional.empty());
    }
  }

  /**
   * When it was so.
   *
   * @param spells when tunnels, sessions or routes were gone, whatever the root is
   */
  record Times(Spells spells, Map<String, SiteNote> ofSites, Returns returns) {
    Times {
      ofSites = Map.copyOf(ofSites);
    }

    SiteNote note(String site) {
      return ofSites.getOrDefault(site, SiteNote.NONE);
    }
  }

  /** What was done on purpose, as far as it changes the words. */
  enum Change {
    /** All that went was taken out of the configuration. */
    REMOVED,
    /** All that went was taken out before, and somebody goes on calling there. */
    CALLED,
    /** The configuration was to be changed, and that did not succeed. */
    FAILED,
    /** A connection was changed, and nobody knows whether it is the one that was lost. */
    GUESSED,
    /** Something was changed shortly before, and nothing ties it to what was lost. */
    UNPROVEN,
    OTHER
  }

  /**
   * Whom it is about.
   *
   * @param speakers the BGP peers whose sessions or routes it is about, where tunnels are not
   */
  record Where(
      Collection<GatewayId> gateways,
      Collection<String> sites,
      Collection<IpAddress> remotes,
      Collection<IpAddress> speakers) {}

  /**
   * The words for an incident.
   *
   * @param meaning of its cause, where it is another than the cause's own
   * @param remarks sentences about this one and no other
   * @param next what to do first
   * @param learned whether no inventory has the gateways
   */
  static Wording of(
      Facts facts, Optional<String> meaning, List<String> remarks, String next, boolean learned) {
    var sentences = new ArrayList<String>();
    sentences.add(meaning.orElseGet(() -> meaning(facts)));
    Listed.of(facts.lost().rows()).stream()
        .filter(row -> !facts.isUnexpected() || row.worst() == SiteState.LOST)
        .forEach(row -> sentences.add(paths(row, facts)));
    sentences.addAll(remarks);
    if (learned) {
      sentences.add(
          named(facts.where().gateways())
              + " in no inventory: sites and redundancy are learned from the logs.");
    }
    sentences.add("Times are UTC, " + days(facts.span()) + '.');
    sentences.add("Next: " + next);
    return new Wording(Impact.of(facts) + ": " + headline(facts), String.join(" ", sentences));
  }

  private static String named(Collection<GatewayId> gateways) {
    return gateways.stream().map(GatewayId::name).collect(Collectors.joining(", "))
        + (gateways.size() == 1 ? " is" : " are");
  }

  private static String meaning(Facts facts) {
    var text = facts.why().cause().meaning();
    if (facts.why().cause() == Cause.UNEXPLAINED
        && facts.why().change() == Change.UNPROVEN
        && facts.why().then().isEmpty()) {
      return facts.why().unknownReason().orElse("No line proves why.");
    }
    if (facts.why().change() == Change.GUESSED) {
      return "Someone changed a connection around the time of the loss.";
    }
    boolean refused = facts.why().then().filter(Refusals::isOne).isPresent();
    if (refused && facts.why().cause() == Cause.UNEXPLAINED) {
      return facts.why().unknownReason().orElse("The loss itself left no reason.");
    }
    if (facts.why().cause() == Cause.UNEXPLAINED && facts.why().unknownReason().isPresent()) {
      return facts.why().unknownReason().get();
    }
    if (refused && facts.why().cause() == Cause.PEER_UNREACHABLE) {
      return "At first the peer did not answer; when it did, the two ends did not agree.";
    }
    boolean oneGateway = facts.where().gateways().size() == 1;
    return facts.why().cause() == Cause.SITE_OUTAGE
        ? text.replace(
            "Several gateways or several devices lost the site",
            oneGateway ? "All devices of the site were lost" : "Several gateways lost the site")
        : facts.why().root() == ConditionKind.IKE_FAILING
            ? text.replace("no longer answers", "does not answer")
                .replace("the time of the loss", "that time")
            : text;
  }

  private static String headline(Facts facts) {
    if (facts.why().change() == Change.FAILED) {
      return "a change of the configuration failed";
    }
    if (facts.why().change() == Change.GUESSED) {
      return "a change of the configuration may be why";
    }
    var cause =
        facts
            .why()
            .then()
            .map(then -> first(facts.why().cause()) + ", then " + then.headline())
            .orElse(facts.why().cause().headline());
    var once =
        cause.startsWith("the peer ") ? cause.replace(", then the peer ", ", then it ") : cause;
    var text = facts.neverCameUp() ? once.replace("stopped answering", "does not answer") : once;
    return thePeer(facts).map(peer -> text.replace("the peer ", "peer " + peer + ' ')).orElse(text);
  }

  /** Routes are withdrawn by whoever speaks BGP, whose address is not that of the tunnel. */
  private static Optional<IpAddress> thePeer(Facts facts) {
    var where = facts.where();
    var peers = facts.why().cause() == Cause.ROUTES_WITHDRAWN ? where.speakers() : where.remotes();
    return Optional.of(peers).filter(all -> all.size() == 1).map(all -> all.iterator().next());
  }

  private static String first(Cause cause) {
    return cause == Cause.UNEXPLAINED ? "no reason at first" : cause.headline();
  }

  private static String paths(Redundancy row, Facts facts) {
    var note = facts.times().note(row.site());
    var spells = facts.times().ofSites().values().stream().map(SiteNote::spells).toList();
    var fewer =
        Spells.areAlike(spells) || note.spells().isEmpty()
            ? ""
            : " (fewer " + note.spells().when(facts.times().returns()) + ')';
    return note.told(row, outages(row, facts, note.removed()), fewer, facts.times().returns());
  }

  private static String outages(Redundancy row, Facts facts, boolean removed) {
    var outages = facts.lost().spells(row);
    var returns = facts.times().returns();
    if (!outages.severally()) {
      var from = row.lostFrom().map(Words::clock).orElse("");
      var to = row.lostTo().filter(_ -> !removed);
      return (from.isEmpty() ? "" : " at " + from)
          + to.map(returns::when)
              .map(at -> " and had one again " + (at.equals("at " + from) ? "at once" : at))
              .orElse("");
    }
    return outages
        .since()
        .map(
            now ->
                " %s from %s on, the last time at %s"
                    .formatted(outages.times(), clock(outages.first()), clock(now)))
        .orElseGet(
            () -> " " + outages.when(returns) + ", for " + outages.longest() + " at the longest");
  }

  private static String days(Span span) {
    var from = span.startedAt().atZone(ZoneOffset.UTC).toLocalDate();
    var to = span.endedAt().map(at -> at.atZone(ZoneOffset.UTC).toLocalDate()).orElse(from);
    return from.equals(to) ? from.toString() : from + " to " + to;
  }

  static String clock(Instant at) {
    return CLOCK.format(at);
  }
}
