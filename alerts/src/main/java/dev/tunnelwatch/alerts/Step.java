package dev.tunnelwatch.alerts;

/**
 * What whoever sends passes on its way, in the order of a life: the places at which a proof lets it
 * die.
 */
enum Step {
  /** It is its turn to send; what was sent before is not known yet. */
  TAKING_OVER,
  TAKEN_OVER,
  /** All that was published is read; what fires is about to be said again. */
  CAUGHT_UP,
  /** It is decided what is to be said; no courier has it. */
  DECIDED,
  /** A courier is about to post. */
  POSTING,
  /** The receiver has answered; nothing is kept of it. */
  POSTED,
  /** What was acknowledged is handed to Kafka. */
  KEPT,
  /** It is asked to end, and reads and sends still. */
  LEAVING
}
