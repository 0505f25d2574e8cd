package dev.tunnelwatch.benchmarks.alerts;

/** Where the sender dies, by the name of its step. */
enum Point {
  TAKING_OVER(Way.STARTING),
  TAKEN_OVER(Way.STARTING),
  CAUGHT_UP(Way.STARTING),
  DECIDED(Way.WORKING),
  POSTING(Way.WORKING),
  POSTED(Way.WORKING),
  KEPT(Way.WORKING),
  LEAVING(Way.ENDING);

  /** What is going on when it dies. */
  enum Way {
    STARTING,
    WORKING,
    ENDING
  }

  private final Way way;

  Point(Way way) {
    this.way = way;
  }

  Way way() {
    return way;
  }
}
