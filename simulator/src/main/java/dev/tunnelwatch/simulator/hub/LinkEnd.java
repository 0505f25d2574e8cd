package dev.tunnelwatch.simulator.hub;

/** Our end of an open link. Called by the connection's own thread only. */
interface LinkEnd {

  /** Something arrived on the link: part of a message, a whole one, or several. */
  default void received() {}

  /**
   * Sends what may be sent now.
   *
   * @return whether something was
   */
  default boolean pump() {
    return false;
  }

  /** The link is gone, whoever ended it. Called once. */
  default void closed() {}
}
