package dev.tunnelwatch.ingest;

/**
 * What an owner of a slot passes on its way, in the order of a life: the places at which a proof
 * lets it die.
 */
enum Step {
  /** Slots were assigned; no worker runs yet. */
  ASSIGNED,
  INITIALISING,
  INITIALISED,
  POSITIONS_READ,
  /** Partitions are chosen to be claimed; the claim is not committed yet. */
  CLAIMING,
  CLAIMED,
  /** An event is taken from the hub, nothing of it sent. */
  RECEIVED,
  BEGUN,
  /** All records of an event are handed to the producer. */
  SENT,
  POSITION_SENT,
  COVERAGE_SENT,
  COMMITTING,
  COMMITTED,
  ABORTING,
  ABORTED,
  /** Slots are to be given up; their workers still run. */
  REVOKED,
  RELEASED,
  /** All workers have ended; the group does not know yet. */
  LEAVING
}
