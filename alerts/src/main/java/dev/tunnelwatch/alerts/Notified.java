package dev.tunnelwatch.alerts;

/** Whether an Alertmanager has told anybody of an alert, as far as it says so itself. */
sealed interface Notified {

  String words();

  /** Whoever it told took it. */
  record Sent(String words) implements Notified {}

  /** It has told nobody and knows of no reason. In a cluster that may be another's affair. */
  record Nobody(String words) implements Notified {}

  /** Somebody was not told, and it knows why. */
  record Failed(String words) implements Notified {}

  /** It cannot be asked. */
  record Unknown(String words) implements Notified {}
}
