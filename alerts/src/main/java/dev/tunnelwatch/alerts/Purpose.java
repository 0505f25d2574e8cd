package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import java.util.Optional;

/** Why something is sent: a test must not be taken for an incident by anything that routes. */
enum Purpose {
  INCIDENT("TunnelwatchIncident", "dev.tunnelwatch."),
  TEST("TunnelwatchTest", "dev.tunnelwatch.test.");

  private final String alertName;
  private final String eventTypes;

  Purpose(String alertName, String eventTypes) {
    this.alertName = alertName;
    this.eventTypes = eventTypes;
  }

  /** The label {@code alertname} of Alertmanager. */
  String alertName() {
    return alertName;
  }

  /** What a runbook would help against: of a test there is none. */
  Optional<Cause> causeOf(Incident incident) {
    return switch (this) {
      case INCIDENT -> Optional.of(incident.judgement().cause());
      case TEST -> Optional.empty();
    };
  }

  /** What every CloudEvents type begins with. */
  String eventTypes() {
    return eventTypes;
  }
}
