package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What two sides could not agree on: what each of them offered for the tunnels while negotiations
 * failed (rule 27). Offers with something in common are none of it, so nothing is said of them; nor
 * of a list that is not whole, where what they have in common may be in the rest; nor of minutes in
 * which an SA was agreed upon, nor of those before them, since what was offered then may be just
 * that.
 */
final class Mismatch {

  /** So many minutes after its beginning; a lost tunnel's offers come with the next attempt. */
  private static final long AFTER = Telling.AFTER.toMinutes();

  /** So many minutes a handshake may take: at the end of one, it goes on into the next. */
  private static final long HANDSHAKE = 1;

  private static final int NAMED = 6;

  private final Scene scene;
  private final Collection<Finding> failing;

  private Mismatch(Scene scene, Collection<Finding> failing) {
    this.scene = scene;
    this.failing = failing;
  }

  /** A sentence for each kind of offer that differs; none where the cause is another. */
  static List<String> of(Scene scene, Tree tree) {
    var kinds = kinds(CausalTable.proven(scene, List.of(tree.root())));
    var failing =
        tree.members().stream()
            .filter(
                member ->
                    member.is(ConditionKind.IKE_FAILING) || member.is(ConditionKind.TUNNEL_DOWN))
            .toList();
    var mismatch = new Mismatch(scene, failing);
    var sentences = new ArrayList<String>();
    kinds.forEach(kind -> mismatch.tell(kind, sentences));
    // Who comes to offer what phase 2 is for has agreed upon phase 1.
    for (var kind : kinds.reversed()) {
      if (sentences.isEmpty()) {
        mismatch.tellOneSide(kind, sentences);
      }
    }
    if (mismatch.isOfKeyExchange() && kinds.stream().noneMatch(mismatch::sharesAGroup)) {
      sentences.add(
          "It is about the key exchange: each end wants another Diffie-Hellman (DH or PFS) group.");
    }
    return sentences;
  }

  private boolean isOfKeyExchange() {
    return failing.stream()
        .map(finding -> Telling.reasons(scene, finding))
        .anyMatch(reasons -> reasons.contains(Reason.KEY_EXCHANGE_MISMATCH));
  }

  /** Whether offers are quoted that differ in something else. */
  private boolean sharesAGroup(Offer.Kind kind) {
    var peer = offered(Offer.Side.PEER, kind);
    var gateway = offered(Offer.Side.GATEWAY, kind);
    return differ(peer, gateway) && !Collections.disjoint(peer.groups(), gateway.groups());
  }

  private static List<Offer.Kind> kinds(Cause cause) {
    if (cause == Cause.IKE_POLICY_MISMATCH) {
      return List.of(Offer.Kind.IKE, Offer.Kind.IPSEC);
    }
    return cause == Cause.IKE_TRAFFIC_SELECTORS ? List.of(Offer.Kind.SELECTORS) : List.of();
  }

  /**
   * What a side offers.
   *
   * @param whole whether that is all of it
   */
  private record Offered(Set<String> choices, boolean whole) {

    boolean isNone() {
      return choices.isEmpty() && whole;
    }

    /** The group is the last part of a proposal of several: {@code AES-CBC-256/SHA256/DH14}. */
    Set<String> groups() {
      return choices.stream()
          .filter(choice -> choice.contains("/"))
          .map(choice -> choice.substring(choice.lastIndexOf('/') + 1))
          .collect(Collectors.toSet());
    }

    /** As people are told; of a list that is not whole, that there is more. */
    String spoken() {
      var first = choices.stream().limit(NAMED).collect(Collectors.joining(", "));
      if (!whole) {
        return first + " and others";
      }
      return choices.size() > NAMED ? first + " and " + (choices.size() - NAMED) + " more" : first;
    }
  }

  private void tell(Offer.Kind kind, List<String> sentences) {
    var peer = offered(Offer.Side.PEER, kind);
    var gateway = offered(Offer.Side.GATEWAY, kind);
    if (differ(peer, gateway)) {
      sentences.add(
          "The peer offers %s, the gateway offers %s%s."
              .formatted(peer.spoken(), gateway.spoken(), forWhat(kind)));
    }
  }

  private static boolean differ(Offered peer, Offered gateway) {
    return peer.whole
        && gateway.whole
        && !peer.isNone()
        && !gateway.isNone()
        && Collections.disjoint(peer.choices, gateway.choices);
  }

  private void tellOneSide(Offer.Kind kind, List<String> sentences) {
    var peer = offered(Offer.Side.PEER, kind);
    var gateway = offered(Offer.Side.GATEWAY, kind);
    if (peer.isNone() && !gateway.choices.isEmpty()) {
      sentences.add(
          "The gateway offers %s%s; what the peer would take is in no line."
              .formatted(gateway.spoken(), forWhat(kind)));
    } else if (gateway.isNone() && !peer.choices.isEmpty()) {
      sentences.add(
          "The peer offers %s%s; what the gateway would take is in no line."
              .formatted(peer.spoken(), forWhat(kind)));
    }
  }

  private static String forWhat(Offer.Kind kind) {
    return switch (kind) {
      case IKE -> " for IKE (phase 1)";
      case IPSEC -> " for IPsec (phase 2)";
      case SELECTORS -> " as traffic selectors, gateway's side first";
    };
  }

  /** In the order of the tunnels, then as they were offered, whatever came first. */
  private Offered offered(Offer.Side side, Offer.Kind kind) {
    var all =
        scene.said.offers.entrySet().stream()
            .flatMap(
                tunnel ->
                    tunnel.getValue().entrySet().stream()
                        .filter(offer -> isWhile(tunnel.getKey(), offer.getValue()))
                        .map(Map.Entry::getKey)
                        .filter(offer -> offer.side() == side && offer.kind() == kind)
                        .sorted(Comparator.comparing(Offer::text)))
            .toList();
    var choices = new LinkedHashSet<String>();
    all.forEach(offer -> choices.addAll(offer.choices()));
    return new Offered(choices, all.stream().noneMatch(Offer::cut));
  }

  private boolean isWhile(TunnelId tunnel, MinuteBits minutes) {
    var renewed = scene.said.rekeyed.getOrDefault(tunnel, new MinuteBits());
    var vain =
        minutes.where(minute -> !renewed.contains(minute) && !renewed.contains(minute + HANDSHAKE));
    return failing.stream()
        .filter(finding -> isOf(tunnel, finding))
        .anyMatch(finding -> isWhile(tunnel, finding, vain));
  }

  private boolean isOf(TunnelId tunnel, Finding finding) {
    var instance = finding.about().instance();
    return finding.about().remotes().contains(tunnel.remoteIp())
        && (instance.isEmpty()
            || !scene.layout.activeActiveAt(finding.from())
            || instance.get() == tunnel.instance());
  }

  /** While it went on: what is offered right before its end may be what put an end to it. */
  private boolean isWhile(TunnelId tunnel, Finding finding, MinuteBits minutes) {
    long from = Minutes.of(finding.from());
    long until = from + AFTER;
    if (finding.to().isPresent() && finding.is(ConditionKind.TUNNEL_DOWN)) {
      until = Math.min(until, lastInVain(finding.to().get()));
    }
    var back = returnAfter(tunnel, finding);
    if (back.isPresent()) {
      until = Math.min(until, lastInVain(back.get()));
    }
    var first =
        finding.is(ConditionKind.TUNNEL_DOWN)
            ? minutes.where(minute -> !isAlive(tunnel, minute)).atOrAfter(from)
            : minutes.atOrAfter(from - 1);
    return first.isPresent() && first.getAsLong() <= until;
  }

  /** A child SA that was agreed upon is a sign of life, too. */
  private boolean isAlive(TunnelId tunnel, long minute) {
    return scene.said.alive.getOrDefault(tunnel, new MinuteBits()).contains(minute);
  }

  private static long lastInVain(Instant back) {
    return Minutes.of(back) - HANDSHAKE - 1;
  }

  /** Negotiations are said to fail up to the last that did; the next may have gone well. */
  private Optional<Instant> returnAfter(TunnelId tunnel, Finding finding) {
    return Optional.ofNullable(scene.histories.get(tunnel)).stream()
        .flatMap(history -> history.ups().stream())
        .filter(TunnelHistory.Up::seen)
        .map(TunnelHistory.Up::from)
        .filter(finding.from()::isBefore)
        .findFirst();
  }
}
