package dev.tunnelwatch.simulator.fleet;

/** In which of the forms that are met a gateway's IKE service writes about failures. */
enum IkeForm {
  /** {@code SESSION_ID :{…} Remote …: Local …: [LOCAL_MSG] IKE Tunnel closed …}. */
  CLASSIC,
  /** The newer one with bracketed keys: {@code (Error)[Remote] … [IkeEvent] …}. */
  BRACKETED,
  /** Now this, now that, and lines of the service below without any prefix. */
  MIXED;

  /** The form of the n-th gateway: one after the other. */
  static IkeForm of(int n) {
    return switch (n % 3) {
      case 0 -> CLASSIC;
      case 1 -> BRACKETED;
      default -> MIXED;
    };
  }

  /** Whether the next line is to be bracketed. */
  boolean bracketed(Dice dice) {
    return switch (this) {
      case CLASSIC -> false;
      case BRACKETED -> true;
      case MIXED -> dice.chance(0.5);
    };
  }
}
