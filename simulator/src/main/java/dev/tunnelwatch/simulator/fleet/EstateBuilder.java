package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays a fleet out in groups of twelve gateways that together show every design Azure documents:
 *
 * <pre>
 *  0 active-active, BGP, shares a site with 1      6 active-active, BGP, dual redundancy: four tunnels
 *  1 active-standby, shares a site with 0          7 active-standby, BGP, one site by BGP alone
 *  2 active-active, joined to 3 by four tunnels    8 active-active, joined to 9 by two tunnels
 *  3 active-active, BGP, joined to 2               9 active-standby, joined to 8
 *  4 active-standby, BGP, two devices at a site   10 policy-based
 *  5 Basic                                        11 active-active, timers of its own
 * </pre>
 *
 * Sites of 5, 7 and 9 have numbers for names, as branches have.
 */
final class EstateBuilder {

  private static final int GROUP = 12;

  private static final List<String> LOCATIONS =
      List.of("westeurope", "northeurope", "eastus", "japaneast", "southeastasia", "uksouth");
  private static final List<String> SHORT = List.of("weu", "neu", "eus", "jpe", "sea", "uks");

  private final int size;
  private final List<List<IpAddress>> ips = new ArrayList<>();
  private final Devices devices = new Devices();
  private final List<Far.Device> shared = new ArrayList<>();

  EstateBuilder(int size) {
    this.size = size;
    int address = 0;
    for (int i = 0; i < size; i++) {
      var own = new ArrayList<IpAddress>();
      for (int k = 0; k < (design(i) == Design.ACTIVE_ACTIVE ? 2 : 1); k++) {
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

  private static Design design(int i) {
    return switch (i % GROUP) {
      case 1, 4, 7, 9 -> Design.ACTIVE_STANDBY;
      case 5 -> Design.BASIC;
      case 10 -> Design.POLICY_BASED;
      default -> Design.ACTIVE_ACTIVE;
    };
  }

  private FleetGateway gateway(int i) {
    boolean bgp =
        switch (i % GROUP) {
          case 0, 3, 4, 6, 7 -> true;
          default -> false;
        };
    var form = IkeForm.of(i);
    var make = new FleetGateway.Make(design(i), bgp, form);
    return new FleetGateway(
        i, name(i), LOCATIONS.get(i % LOCATIONS.size()), ips.get(i), make, connections(i));
  }

  private List<Far> fars(int i) {
    var fars = new ArrayList<Far>();
    switch (i % GROUP) {
      case 0 -> {
        fars.addAll(List.of(devices.speaking(true, false), devices.speaking(false, true)));
        if (i + 1 < size) {
          shared.add(devices.plain(true));
          fars.add(shared.getLast());
        }
      }
      case 1 -> fars.addAll(List.of(devices.plain(false), devices.plain(true), shared.getLast()));
      case 2 -> fars.addAll(List.of(devices.plain(false), devices.plain(true)));
      case 3 -> fars.addAll(List.of(devices.speaking(false, false), devices.speaking(true, true)));
      case 4 -> {
        fars.add(devices.speaking(false, false));
        fars.addAll(devices.pair(false));
      }
      case 5 -> fars.addAll(List.of(devices.branch(), devices.branch()));
      case 6 -> {
        fars.add(devices.speaking(true, false));
        fars.addAll(devices.pair(true));
      }
      case 7 ->
          fars.addAll(
              List.of(
                  devices.speaking(true, false), devices.speakingBranch(), devices.plain(true)));
      case 9 -> fars.addAll(List.of(devices.branch(), devices.plain(true)));
      case 10 -> fars.add(devices.plain(false));
      case 11 ->
          fars.addAll(List.of(devices.plain(true), devices.plain(false), devices.plain(true)));
      default -> fars.addAll(List.of(devices.plain(false), devices.plain(true)));
    }
    twin(i).ifPresent(fars::add);
    return fars;
  }

  /** The gateway this one is joined to. */
  private Optional<Far> twin(int i) {
    int other =
        switch (i % GROUP) {
          case 2, 8 -> i + 1;
          case 3, 9 -> i - 1;
          default -> size;
        };
    return other < size ? Optional.of(new Far.Twin(name(other), ips.get(other))) : Optional.empty();
  }

  private List<FleetConnection> connections(int i) {
    var connections = new ArrayList<FleetConnection>();
    for (var far : fars(i)) {
      var name =
          switch (far) {
            case Far.Device device -> device.name().replaceFirst("l[ng][gw]-", "cn-");
            case Far.Twin twin -> "cn-" + twin.site();
          };
      int number = connections.size() + 1;
      connections.add(
          new FleetConnection(name + '-' + shortName(i), number, far, timers(i, number)));
    }
    return connections;
  }

  /** Some connections have timers of their own. */
  private static FleetConnection.Timers timers(int i, int number) {
    return switch (i % GROUP * 10 + number) {
      case 11 -> new FleetConnection.Timers(20, 7_200);
      case 41 -> new FleetConnection.Timers(45, 3_600);
      case 73 -> new FleetConnection.Timers(30, 3_600);
      case 81 -> new FleetConnection.Timers(90, 14_400);
      case 111 -> new FleetConnection.Timers(30, 3_600);
      case 112 -> new FleetConnection.Timers(15, 7_200);
      case 113 -> new FleetConnection.Timers(120, 27_000);
      default -> FleetConnection.Timers.DEFAULT;
    };
  }

  private static String name(int i) {
    return "gw-" + shortName(i);
  }

  private static String shortName(int i) {
    int n = SHORT.size();
    return SHORT.get(i % n) + (i < n ? "" : "-" + (i / n + 1));
  }
}
