package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.Maintenance;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Instance;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads GatewayDiagnosticLog: work of the platform, and changes somebody made. */
final class GatewayLines {

  // … on GatewayTenantWorker_IN_1 …
  private static final Pattern INSTANCE = Pattern.compile("(?i)(?<![a-z0-9])(IN_[01])(?![0-9])");

  // Gateway primary changed to GatewayTenantWorker_IN_1
  private static final Pattern TO =
      Pattern.compile(
          "(?i)\\b(?:(?:chang|mov|switch|fail)[a-z]*(?: over)? to|is now) (?:[a-z]+[ _])?IN_[01]");

  // connection 'to-paris'   connection name: to-paris   …/connections/to-paris
  private static final Pattern CONNECTION =
      Pattern.compile(
          "(?i)connection(?:s/| ?name ?[:=] ?['\"]?| ?[:=] ?['\"]?| ['\"])"
              + "([a-z0-9_][a-z0-9_.-]{0,79})");

  private static final List<String> NAME =
      List.of("configuration.name", "configuration.connectionname", "connectionname");

  /** The local network gateway, in both spellings that are known. */
  private static final List<String> REMOTE_SITE =
      List.of("configuration.remotesite", "configuration.remotestie", "remotesite", "remotestie");

  private GatewayLines() {}

  /** Gateways of ExpressRoute are of the same kind of resource, and have no tunnels. */
  static boolean isOfExpressRoute(Line line) {
    var properties = line.properties();
    return properties
        .text("configuration.gatewaytype")
        .or(() -> properties.text("gatewaytype"))
        .filter(type -> Words.squeeze(type).equals("expressroute"))
        .isPresent();
  }

  static Reading read(Line line) {
    if (isOfExpressRoute(line)) {
      return new Reading.Foreign(ForeignKind.RESOURCE);
    }
    return switch (line.operation().toLowerCase(Locale.ROOT)) {
      case "hostmaintenanceevent" -> maintenance(line, Maintenance.HOST);
      case "gatewaytenantprimarychanged" -> maintenance(line, Maintenance.PRIMARY_CHANGED);
      case "setgatewayconfiguration" -> configuration(line, ConfigurationScope.GATEWAY);
      case "setconnectionconfiguration" -> configuration(line, ConfigurationScope.CONNECTION);
      // They move bookkeeping or only look; no tunnel is touched.
      case "migratecustomersubscription", "gatewayresourcemove", "validategatewayconfiguration" ->
          line.heard();
      default -> line.unrecognised();
    };
  }

  private static Reading maintenance(Line line, Maintenance kind) {
    var instance =
        line.instance().or(() -> line.properties().message().flatMap(GatewayLines::worked));
    return line.event(new MaintenanceNoted(line.gateway(), instance, kind, line.evidence()));
  }

  /** The instance that was worked on: where the role moved to is not where it was taken away. */
  private static Optional<Instance> worked(String message) {
    return named(message).map(one -> TO.matcher(message).find() ? one.other() : one);
  }

  /** The one instance a message names; empty when it names both. */
  static Optional<Instance> named(String message) {
    var found = INSTANCE.matcher(message).results().map(hit -> hit.group(1)).toList();
    var instances =
        found.stream().flatMap(name -> Instance.named(name).stream()).distinct().toList();
    return instances.size() == 1 ? Optional.of(instances.getFirst()) : Optional.empty();
  }

  private static Reading configuration(Line line, ConfigurationScope scope) {
    boolean ofOne = scope == ConfigurationScope.CONNECTION;
    var connection = ofOne ? connection(line) : Optional.<String>empty();
    var site = ofOne && connection.isEmpty() ? named(line, REMOTE_SITE) : Optional.<String>empty();
    boolean succeeded =
        line.properties()
            .text("operationstatus")
            .map(status -> Words.squeeze(status).startsWith("succe"))
            .orElse(true);
    return line.event(
        new ConfigurationSet(line.gateway(), scope, connection, site, succeeded, line.evidence()));
  }

  private static Optional<String> connection(Line line) {
    return named(line, NAME)
        .or(
            () ->
                line.properties().message().flatMap(GatewayLines::connectionIn).map(Words::clean));
  }

  /** The first of these properties that is there: a name, or a resource id that ends in one. */
  private static Optional<String> named(Line line, List<String> properties) {
    return properties.stream()
        .flatMap(property -> line.properties().text(property).stream())
        .map(name -> name.substring(name.lastIndexOf('/') + 1).strip())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .map(Words::clean);
  }

  private static Optional<String> connectionIn(String message) {
    var found = CONNECTION.matcher(message);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
