package dev.tunnelwatch.alerts;

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

  /** What every CloudEvents type begins with. */
  String eventTypes() {
    return eventTypes;
  }
}
