package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What kind of gateway a random history is of, and what it is made of. */
enum Scenario {
  ACTIVE_ACTIVE(Weight.EVEN),
  ACTIVE_STANDBY(Weight.EVEN),
  LEARNED(Weight.EVEN),
  SEVERAL_DEVICES(Weight.EVEN),
  POLICY_BASED(Weight.EVEN),
  FIRST_DAYS(Weight.EVEN),
  FIRST_DAYS_ON_STANDBY(Weight.EVEN),
  ONE_ON_STANDBY(Weight.EVEN),
  ONE_SITE_ON_STANDBY(Weight.EVEN),
  FLAPPING(Weight.FLAPS),
  LATE(Weight.LATE),
  DAYS(Weight.DAYS),
  DAYS_SEVERAL(Weight.DAYS),
  DAYS_ON_STANDBY(Weight.DAYS),
  DAYS_LEARNED(Weight.DAYS),
  COMPOUND(Weight.CROWDED),
  TOGETHER(Weight.STROKES),
  TOGETHER_ON_STANDBY(Weight.STROKES),
  TOGETHER_LEARNED(Weight.STROKES),
  TOGETHER_SEVERAL(Weight.STROKES);

  final Weight weight;

  Scenario(Weight weight) {
    this.weight = weight;
  }

  /** Whether the same tunnels go together again and again, in long histories. */
  boolean isOfStrokes() {
    return weight == Weight.STROKES;
  }

  Optional<GatewayTopology> topology() {
    return switch (this) {
      case ACTIVE_ACTIVE, FLAPPING, LATE, DAYS, COMPOUND, TOGETHER -> known(true);
      case ACTIVE_STANDBY, DAYS_ON_STANDBY, TOGETHER_ON_STANDBY -> known(false);
      case LEARNED, DAYS_LEARNED, TOGETHER_LEARNED -> Optional.empty();
      case SEVERAL_DEVICES, DAYS_SEVERAL, TOGETHER_SEVERAL -> several();
      case POLICY_BASED -> policyBased();
      case FIRST_DAYS -> mostlySilent(true);
      case FIRST_DAYS_ON_STANDBY -> mostlySilent(false);
      case ONE_ON_STANDBY -> Optional.of(Cast.topology(WEU, false, Cast.toParis()));
      case ONE_SITE_ON_STANDBY ->
          Optional.of(Cast.topology(WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    };
  }

  /** What there is more of than of anything else. */
  enum Weight {
    EVEN,
    FLAPS,
    LATE,
    /** Hours and days between what happens, and losses that last as long. */
    DAYS,
    CROWDED,
    /** Instances and whole gateways that are lost again and again. */
    STROKES
  }

  List<IpAddress> peers() {
    return switch (this) {
      case POLICY_BASED, ONE_ON_STANDBY -> List.of(PARIS);
      case ONE_SITE_ON_STANDBY -> List.of(OSLO_1, OSLO_2);
      default -> List.of(PARIS, TOKYO, OSLO_1, OSLO_2);
    };
  }

  private static Optional<GatewayTopology> known(boolean activeActive) {
    return Optional.of(
        Cast.topology(
            WEU,
            activeActive,
            Cast.toParis(),
            Cast.to("tokyo", TOKYO),
            Cast.to("oslo", OSLO_1),
            Cast.to("oslo", OSLO_2)));
  }

  /** As many more of which nothing is heard: what is heard of may be half of all, or less. */
  private static Optional<GatewayTopology> mostlySilent(boolean activeActive) {
    var heard = known(activeActive).orElseThrow();
    var all = new ArrayList<>(heard.connections());
    for (int i = 0; i < heard.connections().size(); i++) {
      all.add(Cast.to("silent-" + i, new IpAddress("192.0.2." + (100 + i))));
    }
    return Optional.of(Cast.topology(WEU, activeActive, all.toArray(Connection[]::new)));
  }

  private static Optional<GatewayTopology> several() {
    return Optional.of(
        Cast.topology(
            WEU,
            true,
            Cast.toParisByBgpOnly(),
            Cast.to("paris", TOKYO),
            Cast.to("oslo", OSLO_1),
            Cast.to("oslo", OSLO_2)));
  }

  private static Optional<GatewayTopology> policyBased() {
    return Optional.of(
        new GatewayTopology(
            WEU, false, true, "westeurope", "Basic", List.of(Cast.to("paris", PARIS))));
  }
}
