package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Instant;

/** What a gateway writes about people who dial in; the service masks names and addresses itself. */
record P2sTalk(Scribe scribe, Dice dice) {

  /** Someone connects, or goes, or is counted. */
  void any(Instant at, Instance instance) {
    switch (dice.below(5)) {
      case 0 -> single(at, instance, "Disconnect request received <= Remote initiated");
      case 1 -> single(at, instance, "Statistics: bytes in " + dice.below(90_000) + ", out 7");
      case 2 -> single(at, instance, "EAP authentication succeeded. Username=***er@example.com");
      default -> session(at, instance);
    }
  }

  private void single(Instant at, Instance instance, String text) {
    scribe.p2s(at, instance, "[MSG] [default] [OVPN_" + dice.hex(32) + "] " + text);
  }

  /** Someone connects. */
  private void session(Instant at, Instance instance) {
    var head = "[MSG] [default] [OVPN_" + dice.hex(32) + "] ";
    var user = "***er" + (10 + dice.below(80)) + "@example.com";
    scribe.p2s(
        at,
        instance,
        head
            + "Connect request received. IP=0.51.100."
            + dice.below(256)
            + ":"
            + (40_000 + dice.below(9_999)));
    scribe.p2s(
        dice.after(at, 0.2, 2), instance, head + "AAD authentication succeeded. Username=" + user);
    scribe.p2s(
        dice.after(at, 2, 4),
        instance,
        head
            + "Connection successful. Username="
            + user
            + " IP=172.31.240."
            + (2 + dice.below(250)));
  }
}
