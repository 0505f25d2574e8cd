package dev.tunnelwatch.correlation.oracle;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A condition as the oracle sees it: everything open to everyone, times in milliseconds. */
final class Bit {
  static final long OPEN = Long.MAX_VALUE;
  static final Comparator<Bit> TIME =
      Comparator.comparingLong((Bit b) -> b.from)
          .thenComparing(b -> b.kind)
          .thenComparing(b -> b.entity);
  static final Comparator<Bit> RANK =
      Comparator.comparing((Bit b) -> b.kind)
          .thenComparingLong(b -> b.from)
          .thenComparing(b -> b.entity);

  final ConditionKind kind;
  final String entity;
  long from;
  long to;

  /** Of a removal: until when the site has no path that it took the last of. */
  long deprived = Long.MIN_VALUE;

  Optional<Instance> on = Optional.empty();
  Optional<Instance> back = Optional.empty();
  final Set<IpAddress> ips = new TreeSet<>();
  Optional<IpAddress> peer = Optional.empty();
  final Set<Prefix> prefixes = new TreeSet<>();
  final List<GatewayEvent> said = new ArrayList<>();
  final Set<Evidence> closed = new TreeSet<>(Evidence.ORDER);
  final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  final List<Bit> covered = new ArrayList<>();
  Optional<Bit> parent = Optional.empty();

  Bit(ConditionKind kind, String entity, long from, long to) {
    this.kind = kind;
    this.entity = entity;
    this.from = from;
    this.to = to;
  }

  boolean is(ConditionKind other) {
    return kind == other;
  }

  IpAddress ip() {
    return ips.iterator().next();
  }

  boolean downAt(long t) {
    return from <= t && (t < to || (from == to && t == from));
  }

  Bit root() {
    return parent.map(Bit::root).orElse(this);
  }

  boolean says(Reason reason) {
    return said.stream().anyMatch(e -> reason(e) == reason && ms(e) <= from + 300_000);
  }

  /** A tunnel that worked until it was removed. */
  boolean takenOut() {
    return is(ConditionKind.TUNNEL_DOWN)
        && from == to
        && closed.isEmpty()
        && said.stream().anyMatch(e -> ms(e) == to && isRemoval(e));
  }

  static boolean isRemoval(GatewayEvent event) {
    return reason(event) == Reason.TUNNEL_REMOVED;
  }

  static Reason reason(GatewayEvent event) {
    return switch (event) {
      case TunnelDisconnected down -> down.reason();
      case NegotiationFailed failed -> failed.reason();
      case SaDeleted deleted -> deleted.reason();
      default -> Reason.NOT_STATED;
    };
  }

  static long ms(GatewayEvent event) {
    return event.at().toEpochMilli();
  }
}
