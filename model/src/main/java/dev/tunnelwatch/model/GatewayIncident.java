package dev.tunnelwatch.model;

import java.util.List;

/** What the gateway stage concludes about one gateway, on its way to the fleet stage (rule 4). */
public record GatewayIncident(GatewayId gateway, Incident incident, List<Loss> losses) {
  public GatewayIncident {
    losses = List.copyOf(losses);
  }
}
