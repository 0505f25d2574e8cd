package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays a fleet out in groups of six gateways. Every second gateway is active-active, every third
 * speaks BGP, the first two of a group share a site, the third and fourth are joined VNet to VNet,
 * and the fifth has a site with two devices.
 */
final class EstateBuilder {

  private static final int GROUP = 6;

  private static final List<String> LOCATIONS =
      List.of("westeurope", "northeurope", "eastus", "japaneast", "southeastasia", "uksouth");
  private static final List<String> SHORT = List.of("weu", "neu", "eus", "jpe", "sea", "uks");

  private static final List<String> CITIES =
      List.of(
          "paris", "tokyo", "lyon", "osaka", "madrid", "oslo", "porto", "quito", "lima", "cairo",
          "nairobi", "boston", "chicago", "dallas", "seoul", "berlin", "vienna", "zurich", "milan",
          "rome", "athens", "warsaw", "prague", "riga", "turin", "bergen", "malmo", "ghent",
          "bilbao", "sevilla");
  private static final List<String> QUARTERS =
      List.of("", "-north", "-south", "-east", "-west", "-harbour", "-airport", "-park", "-lake");

  private final int size;
  private final List<List<IpAddress>> ips = new ArrayList<>();
  private final List<Far.Device> shared = new ArrayList<>();
  private int sites;
  private int devices;

  EstateBuilder(int size) {
    this.size = size;
    int address = 0;
    for (int i = 0; i < size; i++) {
      var own = new ArrayList<IpAddress>();
      for (int k = 0; k < (i % 2 == 0 ? 2 : 1); k++) {
        own.add(new IpAddress("192.0.2." + ++address));
      }
      ips.add(own);
    }
  }

  Estate build() {
    var gateways = new ArrayList<FleetGateway>();
    for (int i = 0; i < size; i++) {
      gateways.add(gateway(i));
    }
    return new Estate(gateways);
  }

  private FleetGateway gateway(int i) {
    boolean bgp = i % 3 == 0;
    var fars = new ArrayList<Far>();
    fars.add(device(site(), false, bgp));
    fars.add(device(site(), true, bgp));
    switch (i % GROUP) {
      case 0 -> {
        if (i + 1 < size) {
          shared.add(device(site(), true, false));
          fars.add(shared.getLast());
        }
      }
      case 1 -> fars.add(shared.getLast());
      case 2 -> {
        if (i + 1 < size) {
          fars.add(twin(i + 1));
        }
      }
      case 3 -> fars.add(twin(i - 1));
      case 4 -> {
        var site = site();
        fars.add(numbered(device(site, false, false), 1));
        fars.add(numbered(device(site, false, false), 2));
      }
      default -> {
        // the last of a group has its own two sites only
      }
    }
    return new FleetGateway(
        i, name(i), LOCATIONS.get(i % GROUP), ips.get(i), bgp, i % 4 > 1, connections(fars, i));
  }

  private static List<FleetConnection> connections(List<Far> fars, int gateway) {
    var connections = new ArrayList<FleetConnection>();
    for (var far : fars) {
      var name =
          switch (far) {
            case Far.Device device -> device.name().replaceFirst("lng-", "cn-");
            case Far.Twin twin -> "cn-" + twin.site();
          };
      connections.add(
          new FleetConnection(name + '-' + shortName(gateway), fars.indexOf(far) + 1, far, 45));
    }
    return connections;
  }

  private static String name(int i) {
    return "gw-" + shortName(i);
  }

  private static String shortName(int i) {
    return SHORT.get(i % GROUP) + (i < GROUP ? "" : "-" + (i / GROUP + 1));
  }

  private String site() {
    int n = sites++;
    return CITIES.get(n % CITIES.size()) + QUARTERS.get(n / CITIES.size());
  }

  private Far.Device device(String site, boolean tagged, boolean bgp) {
    int n = devices++;
    var ip = n < 254 ? "203.0.113." + (n + 1) : "198.51.100." + (n - 253);
    var asn = bgp ? Optional.of(64_512L + n) : Optional.<Long>empty();
    var name = "lng-" + (tagged ? site + "-hq" : site);
    return new Far.Device(name, site, tagged, new IpAddress(ip), Block.ofSite(n), asn);
  }

  private static Far.Device numbered(Far.Device device, int number) {
    return new Far.Device(
        device.name() + '-' + number,
        device.site(),
        device.tagged(),
        device.ip(),
        device.block(),
        device.asn());
  }

  private Far.Twin twin(int i) {
    return new Far.Twin(name(i), ips.get(i));
  }
}
