package dev.tunnelwatch.app.check;

import java.util.OptionalInt;
import java.util.concurrent.Future;

/** Reads what another check found out, if it did. */
final class Futures {
  private Futures() {}

  /** Empty unless it is there already. */
  static OptionalInt now(Future<OptionalInt> answer) {
    return answer.state() == Future.State.SUCCESS ? answer.resultNow() : OptionalInt.empty();
  }
}
