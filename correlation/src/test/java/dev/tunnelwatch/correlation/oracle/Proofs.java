package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the lines around a loss prove by themselves (rule 27). */
final class Proofs {
  /** What one end says when it will not negotiate (rule 18). */
  static final Set<Reason> REFUSED =
      EnumSet.of(
          Reason.AUTHENTICATION,
          Reason.POLICY_MISMATCH,
          Reason.KEY_EXCHANGE_MISMATCH,
          Reason.TRAFFIC_SELECTORS);

  private final Facts facts;
  private final Ages ages;
  private final Map<Bit, List<GatewayEvent>> proofs = new HashMap<>();

  Proofs(Facts facts) {
    this.facts = facts;
    this.ages = new Ages(facts);
  }

  /** A shape has become smaller. */
  void forget(Bit shape) {
    proofs.remove(shape);
  }

  /** Whether a shape of the gateway is barred by what the lines say. */
  boolean refuses(Bit bit) {
    return proof(bit).stream().anyMatch(Proofs::isBar);
  }

  static boolean isBar(GatewayEvent e) {
    return Bit.reason(e) == Reason.PEER_RESTARTED || REFUSED.contains(Bit.reason(e));
  }

  boolean isByPeer(Bit bit) {
    return refuses(bit)
        || proof(bit).stream().map(Bit::reason).anyMatch(Reason.REMOTELY_TRIGGERED::equals);
  }

  /** The lines that may prove a cause: −30 s to +5 min, and not after the return (rule 27). */
  List<GatewayEvent> proof(Bit bit) {
    return proofs.computeIfAbsent(bit, this::proofOf);
  }

  private List<GatewayEvent> proofOf(Bit bit) {
    boolean loss = bit.is(ConditionKind.TUNNEL_DOWN);
    long until = loss ? Math.min(bit.to, bit.from + 300_000) : bit.from + 300_000;
    var lines = new ArrayList<GatewayEvent>();
    bit.said.stream().filter(e -> within(e, bit, until)).forEach(lines::add);
    if (loss) {
      facts.of(NegotiationFailed.class).stream()
          .filter(e -> within(e, bit, until) && concerns(e.tunnel(), bit))
          .filter(e -> !facts.isAnothers(e, bit.ip()))
          .forEach(lines::add);
      facts.of(SaDeleted.class).stream()
          .filter(e -> within(e, bit, until) && concerns(e.tunnel(), bit))
          .filter(e -> e.reason() != Reason.NOT_STATED)
          .filter(e -> !(isByPeer(e) && isChild(e) && bit.says(Reason.PEER_SILENT)))
          .filter(e -> !isByPeer(e) || facts.signs.stream().noneMatch(sign -> isRekey(sign, e)))
          .forEach(lines::add);
      var nothing =
          Set.of(
              Reason.NOT_STATED,
              Reason.UNRECOGNISED,
              Reason.OTHER_IKE_ERROR,
              Reason.LOCALLY_TRIGGERED);
      if (lines.stream().map(Bit::reason).allMatch(nothing::contains)) {
        var nameless =
            facts.of(NegotiationFailed.class).stream()
                .filter(e -> within(e, bit, until) && e.tunnel().remoteIp().isEmpty())
                .filter(e -> onlyLoss(e, bit) && !facts.isAnothers(e, bit.ip()))
                .toList();
        nameless.stream()
            .filter(e -> nameless.stream().filter(o -> o.reason() == e.reason()).count() >= 2)
            .forEach(lines::add);
      }
    }
    var refusals = lines.stream().filter(e -> REFUSED.contains(Bit.reason(e))).toList();
    if (refusals.size() == 1
        && Bit.reason(refusals.getFirst()) == Reason.KEY_EXCHANGE_MISMATCH
        && refusals.getFirst().evidence().category() == Category.IKE
        && cameUp(bit, ms(refusals.getFirst()), ms(refusals.getFirst()) + 30_000)) {
      lines.remove(refusals.getFirst());
    }
    return lines;
  }

  private boolean cameUp(Bit bit, long from, long until) {
    return facts.ups().stream()
        .filter(up -> bit.ips.contains(up.tunnel().remoteIp()))
        .filter(
            up ->
                bit.on.isEmpty()
                    || !facts.doubled(bit.from)
                    || bit.on.get() == up.tunnel().instance())
        .anyMatch(up -> up.seen() && up.from() >= from && up.from() <= until);
  }

  private boolean onlyLoss(NegotiationFailed e, Bit bit) {
    var possible =
        facts.losses.stream()
            .filter(l -> ms(e) >= l.from - 30_000 && ms(e) <= Math.min(l.to, l.from + 300_000))
            .filter(l -> isOn(e.tunnel(), l))
            .toList();
    return possible.contains(bit) && possible.stream().allMatch(l -> l.ip().equals(bit.ip()));
  }

  private static boolean within(GatewayEvent e, Bit bit, long until) {
    return ms(e) >= bit.from - 30_000 && ms(e) <= until;
  }

  private boolean concerns(TunnelHint hint, Bit loss) {
    boolean ip = hint.remoteIp().map(loss.ip()::equals).orElse(facts.ips.size() == 1);
    return ip && isOn(hint, loss);
  }

  private boolean isOn(TunnelHint hint, Bit loss) {
    return hint.instance().isEmpty()
        || !facts.doubled(loss.from)
        || hint.instance().equals(loss.on);
  }

  private static boolean isChild(SaDeleted e) {
    return e.sa() == GatewayEvent.SaKind.CHILD;
  }

  private static boolean isByPeer(SaDeleted e) {
    return e.reason() == Reason.REMOTELY_TRIGGERED || e.reason() == Reason.SA_EXPIRED_OR_DELETED;
  }

  private static boolean isRekey(Presence sign, SaDeleted e) {
    long apart = ms(e) / 60_000 - sign.at().toEpochMilli() / 60_000;
    return sign.sign() == Presence.Sign.REKEYED
        && (apart == 0 || apart == 1)
        && e.tunnel().remoteIp().isPresent()
        && sign.tunnel().filter(e.tunnel()::fits).isPresent();
  }

  /** Rule 27: the highest row of the table that any of these proves. */
  Cause proven(List<Bit> bits) {
    return bits.stream().map(this::proven).min(Comparator.naturalOrder()).orElse(Cause.UNEXPLAINED);
  }

  Cause proven(Bit bit) {
    var said = proof(bit).stream().map(Bit::reason).collect(Collectors.toSet());
    if (has(said, Reason.SETTING_CHANGED, Reason.TUNNEL_REMOVED)) {
      return Cause.CONFIGURATION_CHANGE;
    }
    if (has(said, Reason.PEER_RESTARTED)) {
      return Cause.PEER_RESTARTED;
    }
    if (has(said, Reason.AUTHENTICATION)) {
      return Cause.IKE_AUTHENTICATION;
    }
    if (has(said, Reason.POLICY_MISMATCH) || has(said, Reason.KEY_EXCHANGE_MISMATCH)) {
      return Cause.IKE_POLICY_MISMATCH;
    }
    return has(said, Reason.TRAFFIC_SELECTORS)
        ? Cause.IKE_TRAFFIC_SELECTORS
        : provenByPeer(bit, said);
  }

  private Cause provenByPeer(Bit bit, Set<Reason> said) {
    boolean due = ages.due(bit);
    if (has(said, Reason.STANDBY_CHANGED)) {
      return Cause.INSTANCE_FAILOVER;
    }
    if (has(said, Reason.REMOTELY_TRIGGERED) || (has(said, Reason.SA_EXPIRED_OR_DELETED) && !due)) {
      return Cause.PEER_CLOSED;
    }
    if (due && !has(said, Reason.PEER_SILENT)) {
      return Cause.REKEY_FAILURE;
    }
    return has(said, Reason.PEER_SILENT, Reason.NEGOTIATION_TIMED_OUT)
        ? Cause.PEER_UNREACHABLE
        : Cause.UNEXPLAINED;
  }

  private static boolean has(Set<Reason> said, Reason... any) {
    return List.of(any).stream().anyMatch(said::contains);
  }
}
