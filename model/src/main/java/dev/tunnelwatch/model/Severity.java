package dev.tunnelwatch.model;

/** How bad an incident is, worst first (rule 33). */
public enum Severity {
  CRITICAL,
  WARNING,
  INFO
}
