package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a record of the gateway itself claims as its doing: maintenance and changes (rule 22). */
final class Claims {
  private final Facts facts;
  private final Conditions conditions;
  private final Proofs proofs;

  Claims(Facts facts, Conditions conditions, Proofs proofs) {
    this.facts = facts;
    this.conditions = conditions;
    this.proofs = proofs;
  }

  Stream<Long> struck(Bit maintenance, Bit loss) {
    var lags = new ArrayList<Long>();
    for (var event : maintenance.said) {
      var named = ((MaintenanceNoted) event).instance();
      long lag = loss.from - ms(event);
      var hit =
          named.or(
              () ->
                  facts.losses.stream()
                      .filter(l -> l.from >= ms(event) - 120_000 && l.from <= ms(event) + 120_000)
                      .findFirst()
                      .flatMap(l -> l.on));
      boolean first =
          lag >= -120_000 && lag <= 120_000 && (named.isEmpty() || named.equals(loss.on));
      boolean second =
          lag > 120_000 && lag <= 2_700_000 && !(hit.isPresent() && hit.equals(loss.on));
      boolean byPeer = second && proofs.isByPeer(loss);
      if (first || (second && !byPeer && wholeInstance(loss))) {
        lags.add(lag);
      }
    }
    return lags.stream();
  }

  private boolean wholeInstance(Bit loss) {
    var mine = facts.losses.stream().filter(l -> l.on.equals(loss.on)).toList();
    return mine.stream()
        .filter(l -> l.from <= loss.from && l.from + 10_000 >= loss.from)
        .anyMatch(l -> isWhole(l.on, l.from) && !bothAtOnce(l));
  }

  /** All that counts as up, or all that was ever heard if that is two or more. */
  private boolean isWhole(Optional<Instance> on, long t) {
    var gone = gone(on, t, t + 10_000);
    var heard = conditions.heardOfMost(facts.ips, on, t);
    return gone.containsAll(conditions.upBefore(facts.ips, on, t))
        || (heard.size() > 1 && gone.containsAll(heard));
  }

  /** What strikes both instances together is no second strike. */
  private boolean bothAtOnce(Bit loss) {
    long patience = facts.dpd(loss.ip()) + 30_000;
    long from = loss.from - patience;
    var other = loss.on.map(Instance::other);
    return facts.doubled(loss.from)
        && gone(other, from, loss.from + patience)
            .containsAll(conditions.upBefore(facts.ips, other, from));
  }

  private Set<String> gone(Optional<Instance> on, long from, long until) {
    return facts.losses.stream()
        .filter(l -> l.on.equals(on) && l.from >= from && l.from <= until)
        .map(l -> l.entity)
        .collect(Collectors.toSet());
  }

  Stream<Long> changed(Bit change, Bit child) {
    boolean loss = child.is(ConditionKind.TUNNEL_DOWN);
    if (!loss && !child.is(ConditionKind.IKE_FAILING)) {
      return Stream.empty();
    }
    return change.said.stream()
        .map(ConfigurationSet.class::cast)
        .filter(set -> child.from - ms(set) >= -5_000 && child.from - ms(set) <= 120_000)
        .filter(set -> explains(set, child, loss))
        .map(set -> child.from - ms(set));
  }

  private boolean explains(ConfigurationSet set, Bit child, boolean loss) {
    var named =
        facts.connections().stream().filter(c -> isMeant(set, c)).map(Connection::name).toList();
    if (!named.isEmpty()) {
      return facts.connection(child.ip()).filter(c -> named.contains(c.name())).isPresent();
    }
    long lost =
        facts.losses.stream()
            .filter(l -> l.from >= ms(set) - 5_000 && l.from <= ms(set) + 120_000)
            .map(l -> facts.connection(l.ip()).map(Connection::name).orElse(l.ip().text()))
            .distinct()
            .count();
    boolean said = child.says(Reason.SETTING_CHANGED) || child.says(Reason.TUNNEL_REMOVED);
    boolean fits =
        switch (set.scope()) {
          case CONNECTION ->
              lost == 1
                  && (set.connection().isEmpty() || facts.connection(child.ip()).isEmpty())
                  && !wasSilent(child, ms(set));
          case GATEWAY -> lost >= 2;
        };
    return loss && (said || fits);
  }

  /** By its name, or by that of its local network gateway where the record has only that. */
  private static boolean isMeant(ConfigurationSet set, Connection connection) {
    var name = set.connection();
    var site = set.remoteSite();
    return name.isPresent()
        ? connection.name().equalsIgnoreCase(name.get())
        : connection.farEnd() instanceof Connection.FarEnd.Device(var device)
            && device.isPresent()
            && site.filter(device.get()::equalsIgnoreCase).isPresent();
  }

  /**
   * DPD notices a silence a DPD time after it began; 5 s for records that are late. A tunnel that
   * is back when the next one goes ended the silence.
   */
  private boolean wasSilent(Bit loss, long changed) {
    long dpd = facts.dpd(loss.ip());
    return facts.losses.stream()
        .filter(l -> facts.samePeer(l.ip(), loss.ip()) && l.says(Reason.PEER_SILENT))
        .filter(l -> l.from >= loss.from - dpd - 30_000 && l.downAt(loss.from))
        .anyMatch(l -> l.from - facts.dpd(l.ip()) + 5_000 < changed);
  }

  boolean claimed(Bit loss) {
    return conditions.of(ConditionKind.MAINTENANCE).stream()
            .anyMatch(m -> struck(m, loss).findAny().isPresent())
        || conditions.of(ConditionKind.CONFIGURATION_CHANGED).stream()
            .anyMatch(c -> changed(c, loss).findAny().isPresent());
  }
}
