package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How old an SA was when its tunnel went (rule 27). */
final class Ages {
  private final Facts facts;
  private final Map<Bit, Optional<long[]>> births = new HashMap<>();
  private final Map<Bit, Boolean> dues = new HashMap<>();

  Ages(Facts facts) {
    this.facts = facts;
  }

  /** Lost when the SA ends, as far as the tunnels that went with it agree. */
  boolean due(Bit loss) {
    return dues.computeIfAbsent(loss, this::isDue);
  }

  private boolean isDue(Bit loss) {
    if (!loss.is(ConditionKind.TUNNEL_DOWN) || born(loss).isEmpty()) {
      return false;
    }
    long patience = facts.dpd(loss.ip()) + 30_000;
    return facts.losses.stream()
        .filter(l -> facts.samePeer(l.ip(), loss.ip()))
        .filter(l -> l == loss || !l.entity.equals(loss.entity))
        .filter(l -> Math.abs(l.from - loss.from) <= patience)
        .allMatch(
            l -> born(l).map(born -> fits(loss, l.from - born[1], l.from - born[0])).orElse(true));
  }

  private boolean fits(Bit loss, long least, long most) {
    return lifetimes(loss).stream()
        .mapToLong(Duration::toMillis)
        .anyMatch(life -> most * 50 >= life * 49 && least * 50 <= life * 51);
  }

  private List<Duration> lifetimes(Bit loss) {
    boolean policyBased = facts.topology.filter(GatewayTopology::policyBased).isPresent();
    return facts
        .connection(loss.ip())
        .map(Connection::timers)
        .flatMap(Connection.Timers::saLifetime)
        .map(List::of)
        .orElse(GatewayTopology.saLifetimes(facts.gateway, policyBased));
  }

  /** The first and last instant at which it may have begun. */
  private Optional<long[]> born(Bit loss) {
    return births.computeIfAbsent(loss, this::birth);
  }

  private Optional<long[]> birth(Bit loss) {
    Optional<long[]> born = Optional.empty();
    if (loss.on.isEmpty()) {
      return born;
    }
    var tunnel = new TunnelId(facts.gateway, loss.on.get(), loss.ip());
    long since = Long.MIN_VALUE;
    for (var event : facts.events) {
      if (ms(event) < loss.from && isOf(event, tunnel)) {
        since = ms(event);
        born =
            event instanceof TunnelConnected
                ? Optional.of(new long[] {since, since})
                : Optional.empty();
      }
    }
    long after = born.isPresent() ? since - 60_000 : since + 1;
    var renewed =
        facts.signs.stream()
            .filter(s -> s.sign() == Presence.Sign.REKEYED)
            .filter(s -> s.tunnel().equals(Optional.of(tunnel)))
            .mapToLong(s -> Math.floorDiv(s.at().toEpochMilli(), 60_000L) * 60_000)
            .filter(minute -> minute >= after && minute <= loss.from)
            .max();
    if (renewed.isPresent()) {
      born = Optional.of(new long[] {renewed.getAsLong(), renewed.getAsLong() + 60_000});
    }
    return born;
  }

  private static boolean isOf(GatewayEvent event, TunnelId tunnel) {
    return (event instanceof TunnelConnected up && up.tunnel().equals(tunnel))
        || (event instanceof TunnelDisconnected down && down.tunnel().equals(tunnel));
  }
}
