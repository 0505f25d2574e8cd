package dev.tunnelwatch.benchmarks.ingest;

import java.util.List;
import java.util.stream.Stream;

/** Where an owner dies, and how it is brought there. */
enum Place {
  DURING_ASSIGNMENT("ASSIGNED", Way.TAKING_OVER, 1),
  BEFORE_INIT_TRANSACTIONS("INITIALISING", Way.TAKING_OVER, 1),
  AFTER_INIT_TRANSACTIONS("INITIALISED", Way.TAKING_OVER, 1),
  AFTER_READING_THE_POSITION("POSITIONS_READ", Way.TAKING_OVER, 1),
  BEFORE_THE_CLAIM("CLAIMING", Way.TAKING_OVER, 1),
  AFTER_THE_CLAIM("CLAIMED", Way.TAKING_OVER, 1),
  AFTER_RECEIVE("RECEIVED", Way.WORKING, 40),
  AFTER_BEGIN("BEGUN", Way.WORKING, 20),
  AFTER_SEND("SENT", Way.WORKING, 40),
  AFTER_POSITION("POSITION_SENT", Way.WORKING, 20),
  AFTER_COVERAGE("COVERAGE_SENT", Way.WORKING, 20),
  BEFORE_COMMIT("COMMITTING", Way.WORKING, 20),
  DURING_COMMIT("COMMITTING", Way.WORKING_ON, 20),
  AFTER_COMMIT("COMMITTED", Way.WORKING, 20),
  BEFORE_ABORT("ABORTING", Way.REFUSED, 1),
  AFTER_ABORT("ABORTED", Way.REFUSED, 1),
  DURING_REBALANCE_BEFORE_RELEASE("REVOKED", Way.SHARING, 1),
  DURING_REBALANCE_AFTER_RELEASE("RELEASED", Way.SHARING, 1),
  BEFORE_LEAVING("LEAVING", Way.ENDING, 1);

  /** What is going on when it dies. */
  enum Way {
    /** Another process leaves, so that its slots come to the victim. */
    TAKING_OVER,
    WORKING,
    /** As before, and it dies some milliseconds later. */
    WORKING_ON,
    /** The broker refuses what it writes, so that it aborts. */
    REFUSED,
    /** Another process joins, so that the victim has to give slots up. */
    SHARING,
    /** It is asked to end. */
    ENDING
  }

  private final String step;
  private final Way way;
  private final int most;

  Place(String step, Way way, int most) {
    this.step = step;
    this.way = way;
    this.most = most;
  }

  String step() {
    return step;
  }

  Way way() {
    return way;
  }

  /** The latest passing at which it dies. */
  int most() {
    return most;
  }

  static List<Place> all() {
    return Stream.of(values()).toList();
  }
}
