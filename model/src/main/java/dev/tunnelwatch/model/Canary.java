package dev.tunnelwatch.model;

import java.time.Duration;

/**
 * What Tunnelwatch says to itself once a minute, to show that the way is open from one end to the
 * other: a record of a gateway that nobody has. It says nothing of the fleet, so no list, archive
 * or metric of the fleet shows it.
 */
public final class Canary {

  /** Reserved: Azure gives no subscription this id. */
  public static final GatewayId GATEWAY =
      new GatewayId(
          "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/tunnelwatch"
              + "/providers/microsoft.network/virtualnetworkgateways/canary");

  /** Where it comes from; no hub is read under this name. */
  public static final SourceId SOURCE = new SourceId("canary", "0");

  public static final Duration EVERY = Duration.ofMinutes(1);

  /** Its key in the topics of incidents; no incident has it. Told by {@link Headers#CANARY}. */
  public static final String KEY = "canary";

  private Canary() {}

  public static boolean is(GatewayId gateway) {
    return gateway.equals(GATEWAY);
  }
}
