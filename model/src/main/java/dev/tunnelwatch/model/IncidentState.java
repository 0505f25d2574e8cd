package dev.tunnelwatch.model;

/** The life of an incident (rule 38). */
public enum IncidentState {
  OPEN,
  RECOVERED,
  CLOSED
}
