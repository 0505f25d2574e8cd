package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which change of the configuration explains which loss: an edge of the causal table. */
final class Changes {
  /** The gateway itself gives a change as the reason. */
  static final Set<Reason> SAID = EnumSet.of(Reason.SETTING_CHANGED, Reason.TUNNEL_REMOVED);

  /** A change may be recorded so long after it took effect. */
  private static final Duration BEFORE = Duration.ofSeconds(5);

  private static final Duration AFTER = Duration.ofMinutes(2);
  private static final Set<Reason> SILENT = EnumSet.of(Reason.PEER_SILENT);

  private Changes() {}

  /** When a change offers itself as parent. */
  static Optional<Duration> offers(Scene scene, Finding parent, Finding child) {
    if (!child.is(ConditionKind.TUNNEL_DOWN) && !child.is(ConditionKind.IKE_FAILING)) {
      return Optional.empty();
    }
    return Offers.nearest(
        scene.said.configuration.stream()
            .filter(record -> Offers.isWithin(parent, record.at()))
            .filter(record -> isNear(record, child))
            .filter(record -> explains(scene, record, child))
            .map(record -> lag(record, child)));
  }

  private static boolean isNear(ConfigurationSet record, Finding child) {
    return Offers.isBetween(lag(record, child), BEFORE.negated(), AFTER);
  }

  private static Duration lag(ConfigurationSet record, Finding child) {
    return Duration.between(record.at(), child.from());
  }

  private static boolean explains(Scene scene, ConfigurationSet record, Finding child) {
    if (isKnown(scene, record)) {
      return scene.layout.connection(child.remote()).filter(record::names).isPresent();
    }
    if (child.is(ConditionKind.IKE_FAILING)) {
      return false;
    }
    if (child.says(SAID)) {
      return true;
    }
    if (namesAnother(scene, record, child) || cameTooLate(scene, record, child)) {
      return false;
    }
    var lost = connectionsLost(scene, record);
    return isOfOne(record) ? lost == 1 : lost >= 2;
  }

  private static boolean isOfOne(ConfigurationSet record) {
    return record.scope() == ConfigurationScope.CONNECTION;
  }

  /**
   * Whether it names a connection that no inventory has, while this one's name is known. A remote
   * site that nobody has says nothing: what Azure writes there is not documented.
   */
  static boolean namesAnother(Scene scene, ConfigurationSet record, Finding child) {
    return isOfOne(record)
        && record.connection().isPresent()
        && !isKnown(scene, record)
        && scene.layout.connection(child.remote()).isPresent();
  }

  /**
   * Whether nothing but the time ties a change of one connection to a loss, and the time does not:
   * who is found silent has been so for a DPD time, on either instance. Who has answered since is
   * silent no longer.
   */
  static boolean cameTooLate(Scene scene, ConfigurationSet record, Finding loss) {
    return isTiedByTime(scene, record)
        && silences(scene, loss).anyMatch(other -> isOlder(scene, other, record.at()));
  }

  /** Whether it is of one connection, and nobody knows of which. */
  private static boolean isTiedByTime(Scene scene, ConfigurationSet record) {
    return isOfOne(record) && !isKnown(scene, record);
  }

  private static Stream<Finding> silences(Scene scene, Finding loss) {
    return scene
        .lossesBetween(loss.from().minus(Offers.patience(scene, loss)), loss.from())
        .stream()
        .filter(other -> scene.layout.samePeer(other.remote(), loss.remote()))
        .filter(other -> other.covers(loss.from()) && other.says(SILENT));
  }

  /** How many connections were lost around a change that may be of any one of them. */
  static long mayHaveTaken(Scene scene, ConfigurationSet record) {
    return isTiedByTime(scene, record) ? connectionsLost(scene, record) : 0;
  }

  /** Whether the loss was found by DPD, and its peer silent before a change. */
  static boolean isOlder(Scene scene, Finding loss, Instant changed) {
    return loss.says(SILENT) && silentSince(scene, loss).plus(BEFORE).isBefore(changed);
  }

  static Instant silentSince(Scene scene, Finding loss) {
    return loss.from().minus(scene.layout.dpd(loss.remote()));
  }

  /**
   * The changes recorded near a loss that explain nothing by the rules, and may be why all the
   * same: one is recorded for each edit of a local network gateway too, and an inventory may be
   * older than the name of a connection.
   */
  static Stream<ConfigurationSet> unproven(Scene scene, Finding loss) {
    return scene.said.configuration.stream()
        .filter(record -> isNear(record, loss))
        .filter(
            record ->
                namesAnother(scene, record, loss)
                    || cameTooLate(scene, record, loss)
                    || mayHaveTaken(scene, record) > 1
                    || (!isOfOne(record) && record.nameless()));
  }

  /** Whether the inventory has the connection that it names. */
  static boolean isKnown(Scene scene, ConfigurationSet record) {
    return scene.layout.connections().stream().anyMatch(record::names);
  }

  /** What it names, as it is told. */
  static Optional<String> spoken(ConfigurationSet record) {
    return record.connection().or(() -> record.remoteSite().map("the connection to %s"::formatted));
  }

  /**
   * The connection whose change is the cause of an incident though nobody knows whether it is the
   * one that was lost: no inventory has its name, nor the peer, and the gateway gives no reason.
   */
  static Optional<String> guessed(Scene scene, Tree tree) {
    var records =
        scene.said.configuration.stream()
            .filter(record -> tree.root().is(ConditionKind.CONFIGURATION_CHANGED))
            .filter(record -> Offers.isWithin(tree.root(), record.at()))
            .toList();
    boolean tied =
        records.stream()
            .anyMatch(record -> !isOfOne(record) || record.nameless() || isKnown(scene, record));
    boolean said =
        tree.of(ConditionKind.TUNNEL_DOWN)
            .flatMap(loss -> Telling.reasons(scene, loss).stream())
            .anyMatch(SAID::contains);
    return tied || said ? Optional.empty() : records.stream().findFirst().flatMap(Changes::spoken);
  }

  /** The first loss of an incident whose peer was silent before the connection was changed. */
  static Optional<Finding> silentBefore(Scene scene, Tree tree) {
    boolean ofOne =
        scene.said.configuration.stream()
            .filter(record -> Offers.isWithin(tree.root(), record.at()))
            .allMatch(Changes::isOfOne);
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .filter(loss -> ofOne && isOlder(scene, loss, tree.root().from()))
        .min(Finding.TIME);
  }

  private static long connectionsLost(Scene scene, ConfigurationSet record) {
    var remotes = new TreeSet<IpAddress>();
    scene
        .lossesBetween(record.at().minus(BEFORE), record.at().plus(AFTER))
        .forEach(loss -> remotes.add(loss.remote()));
    return remotes.stream()
        .map(remote -> scene.layout.connection(remote).map(Connection::name).orElse(remote.text()))
        .distinct()
        .count();
  }
}
