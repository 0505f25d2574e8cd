package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.Front;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where an inventory contradicts itself or lacks something, and what was made of it. */
final class InventoryReview {
  private static final Pattern SKUS =
      Pattern.compile("(?i)Basic|Standard|HighPerformance|VpnGw[1-5](?:AZ)?");

  private final Estate estate;
  private final Consumer<InventoryFinding> findings;

  InventoryReview(Estate estate, Consumer<InventoryFinding> findings) {
    this.estate = estate;
    this.findings = findings;
  }

  void review() {
    for (var gateway : estate.gateways.values()) {
      design(gateway);
      var connections = estate.of(gateway.id());
      connections.forEach(this::farEnd);
      connections.forEach(this::bgp);
      names(gateway, connections);
      addresses(gateway, connections);
      speakers(gateway, connections);
      systems(gateway, connections);
    }
    sites();
  }

  private void find(Kind kind, String subject, String words) {
    findings.accept(new InventoryFinding(kind, subject, words));
  }

  private void designByAddresses(VnetGateway gateway) {
    var says = gateway.activeActive() ? "active-active" : "active-standby";
    int addresses = gateway.ipConfigurations();
    if (addresses > 0) {
      find(
          Kind.DESIGN_CONTRADICTS,
          gateway.id().name(),
          "says %s and has %s; taken for %s"
              .formatted(says, Counted.of(addresses, "IP configuration"), says));
    }
  }

  private void design(VnetGateway gateway) {
    var name = gateway.id().name();
    boolean virtualWan = gateway.id().virtualWan();
    if (gateway.activeActive() && !Estate.activeActive(gateway)) {
      var why = gateway.policyBased() ? "is policy-based" : "is of SKU Basic";
      find(
          Kind.DESIGN_CONTRADICTS,
          name,
          "says active-active and " + why + "; taken for active-standby");
    } else if (!virtualWan && gateway.activeActive() != gateway.ipConfigurations() > 1) {
      designByAddresses(gateway);
    }
    if (!virtualWan && !SKUS.matcher(gateway.sku()).matches()) {
      find(
          Kind.SKU_UNKNOWN,
          name,
          "expected a SKU such as VpnGw2AZ, got \"" + gateway.sku() + "\"; it decides limits only");
    }
  }

  private void farEnd(VpnConnection connection) {
    var label = Estate.label(connection);
    if (!connection.vnetToVnet()) {
      if (estate.given(connection).filter(local -> local.ip().isEmpty()).isPresent()) {
        find(
            Kind.ADDRESS_MISSING,
            label,
            "its far end " + name(connection.far()) + " has no IP address; it is learned");
      }
      return;
    }
    var far = estate.gateway(connection.far());
    if (far.isEmpty()) {
      find(
          Kind.FAR_GATEWAY_MISSING,
          label,
          connection.far() + " is not in the export; its addresses are learned");
      return;
    }
    int expected = Estate.activeActive(far.get()) ? 2 : 1;
    if (far.get().fronts().size() < expected) {
      find(
          Kind.ADDRESS_MISSING,
          label,
          "its far end %s has %d of %s; what is missing is learned"
              .formatted(
                  far.get().id().name(),
                  far.get().fronts().size(),
                  Counted.of(expected, "address", "addresses")));
    }
    boolean answered =
        estate.of(far.get().id()).stream()
            .anyMatch(other -> other.far().equals(connection.gateway().resourceId()));
    if (!answered) {
      find(
          Kind.ONE_SIDED,
          label,
          far.get().id().name() + " has no connection back in the export; one is taken as given");
    }
  }

  private void bgp(VpnConnection connection) {
    boolean silent =
        connection.vnetToVnet()
            ? estate.gateway(connection.far()).filter(InventoryReview::hasNoSpeaker).isPresent()
            : estate.given(connection).filter(local -> local.bgp().isEmpty()).isPresent();
    if (connection.bgp() && silent) {
      find(
          Kind.BGP_SETTINGS_MISSING,
          Estate.label(connection),
          "uses BGP, and its far end "
              + name(connection.far())
              + " has no ASN or no peer address; its session is told by the address in the log");
    }
  }

  private static boolean hasNoSpeaker(VnetGateway gateway) {
    return !gateway.fronts().isEmpty()
        && gateway.fronts().stream().map(Front::bgp).allMatch(Optional::isEmpty);
  }

  private static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  private void names(VnetGateway gateway, List<VpnConnection> connections) {
    if (gateway.id().virtualWan()) {
      return; // The links of a connection share its name.
    }
    shared(connections, connection -> Optional.of(connection.name()))
        .forEach(
            (name, of) ->
                find(
                    Kind.CONNECTION_NAME_TWICE,
                    gateway.id().name() + '/' + name,
                    "%d connections have that name; a change of one is taken for one of either"
                        .formatted(of.size())));
  }

  private void addresses(VnetGateway gateway, List<VpnConnection> connections) {
    shared(connections, connection -> estate.device(connection).flatMap(LocalGateway::ip))
        .forEach(
            (ip, of) ->
                find(
                    Kind.ADDRESS_SHARED,
                    gateway.id().name() + ' ' + ip,
                    "is the far end of %s; its tunnels count for the first".formatted(named(of))));
  }

  private void speakers(VnetGateway gateway, List<VpnConnection> connections) {
    shared(connections, this::speaker)
        .forEach(
            (peer, of) ->
                find(
                    Kind.BGP_PEER_SHARED,
                    gateway.id().name() + ' ' + peer,
                    "is the BGP peer of %s; a session lost counts for all of them"
                        .formatted(named(of))));
  }

  private Optional<IpAddress> speaker(VpnConnection connection) {
    return estate
        .device(connection)
        .filter(_ -> connection.bgp())
        .flatMap(LocalGateway::bgp)
        .map(Connection.Bgp::peer);
  }

  /** Devices of one system are often those of one site; routes would tell, where there are any. */
  private void systems(VnetGateway gateway, List<VpnConnection> connections) {
    shared(
            connections,
            connection ->
                estate.device(connection).filter(InventoryReview::untold).flatMap(Sites::asn))
        .forEach(
            (asn, of) -> {
              var sites = new TreeSet<String>();
              of.forEach(connection -> sites.add(site(connection.far())));
              if (sites.size() > 1) {
                find(
                    Kind.SAME_ASN_APART,
                    gateway.id().name() + " AS" + asn,
                    "is the system of %s, whose routes do not overlap; taken for %d sites"
                        .formatted(String.join(", ", sites), sites.size()));
              }
            });
  }

  private static boolean untold(LocalGateway local) {
    return Sites.told(local).isEmpty();
  }

  private String site(String far) {
    return estate.sites.getOrDefault(far, name(far));
  }

  /** One device, of which each gateway has a description of its own. */
  private void sites() {
    var byIp = new TreeMap<IpAddress, List<LocalGateway>>();
    for (var connections : estate.connections.values()) {
      for (var connection : connections) {
        estate
            .device(connection)
            .ifPresent(
                local ->
                    local
                        .ip()
                        .ifPresent(
                            ip -> byIp.computeIfAbsent(ip, _ -> new ArrayList<>()).add(local)));
      }
    }
    byIp.forEach(this::oneSite);
  }

  private void oneSite(IpAddress ip, List<LocalGateway> described) {
    var sites = new TreeSet<String>();
    var tagged = new TreeSet<String>();
    described.forEach(
        local -> {
          sites.add(site(local.id()));
          Sites.tag(local).ifPresent(_ -> tagged.add(site(local.id())));
        });
    if (sites.size() < 2) {
      return;
    }
    var names = String.join(" and ", sites);
    var words =
        tagged.equals(sites)
            ? "is tagged %s, which counts: the same tag on all makes it one site".formatted(names)
            : tagged.isEmpty()
                ? "is called %s; the same tag on all makes it one site".formatted(names)
                : "is called %s, and only %s is a tag: the same tag on all makes it one site"
                    .formatted(names, String.join(" and ", tagged));
    find(Kind.SITE_UNCLEAR, ip.text(), words);
  }

  private static String named(List<VpnConnection> connections) {
    return String.join(" and ", connections.stream().map(VpnConnection::name).sorted().toList());
  }

  /** What several connections have in common that each should have for itself. */
  private static <K extends Comparable<K>> Map<K, List<VpnConnection>> shared(
      List<VpnConnection> connections, Function<VpnConnection, Optional<K>> key) {
    var by = new TreeMap<K, List<VpnConnection>>();
    for (var connection : connections) {
      key.apply(connection)
          .ifPresent(k -> by.computeIfAbsent(k, _ -> new ArrayList<>()).add(connection));
    }
    by.values().removeIf(of -> of.size() < 2);
    return by;
  }
}
