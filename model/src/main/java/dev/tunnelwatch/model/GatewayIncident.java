package dev.tunnelwatch.model;

import java.util.List;

/** What the gateway stage concludes about one gateway, on its way to the fleet stage (rule 4). */
public record GatewayIncident(GatewayId gateway, Incident incident, List<Loss> losses) {
  public GatewayIncident {
    losses = List.copyOf(losses);
  }

  /**
   * Whether that tells of it: entities carry the gateway's name, numbers are the incident's own.
   */
  public boolean isPartOf(Incident whole) {
    return whole.scope().gateways().contains(gateway)
        && whole.conditions().stream()
            .anyMatch(
                told ->
                    incident.conditions().stream()
                        .anyMatch(own -> Condition.ORDER.compare(own, told) == 0));
  }
}
