package dev.tunnelwatch.simulator.fleet;

import java.time.Instant;

/**
 * What a gateway's IKE service writes, dialogue by dialogue. Routine has the classic form; failures
 * have, depending on the gateway, that or the newer one with bracketed keys.
 */
final class IkeTalk {

  private static final String INFORMATIONAL = "Informational";

  private final Scribe scribe;
  private final Dice dice;

  IkeTalk(Scribe scribe, Dice dice) {
    this.scribe = scribe;
    this.dice = dice;
  }

  /** One negotiation: who talks, and which lines belong together. */
  private final class Session {
    private final Tunnel tunnel;
    private final String id = dice.guid();
    private final String cookie = "0x" + dice.hex(16);
    private final String selectors = "0x" + dice.hex(3);
    private Instant at;

    Session(Instant at, Tunnel tunnel) {
      this.at = at;
      this.tunnel = tunnel;
    }

    /** A line in the classic form, a moment after the one before. */
    Session line(String text) {
      var message =
          "SESSION_ID :{" + id + "} Remote " + remote() + ": Local " + local() + ": " + text;
      scribe.ike(at, tunnel.instance(), INFORMATIONAL, message);
      at = dice.after(at, 0.002, 0.060);
      return this;
    }

    Session pause(double low, double high) {
      at = dice.after(at, low, high);
      return this;
    }

    /** A failure in the form with bracketed keys. */
    void failure(String event, String sa, String direction, IkeError error) {
      failure("IKEv2-S2S", event, sa, direction, error);
    }

    void failure(String type, String event, String sa, String direction, IkeError error) {
      var message =
          "(Error)[Remote] "
              + remote()
              + " [Local] "
              + local()
              + " [SESSION_ID] {"
              + id
              + "} [ConnType] "
              + type
              + " [TunnelId] "
              + tunnel.number()
              + " [TSId] "
              + Integer.parseInt(selectors.substring(2), 16)
              + " [IkeEvent] "
              + event
              + " [SA_type] "
              + sa
              + " [FailureDirection] "
              + direction
              + " [SAEstablished] "
              + event.equals("SA_DELETE")
              + " [ErrorCode] "
              + error.code(dice)
              + " [ErrorMessage] "
              + scribe.voice().say(error)
              + '.';
      scribe.ike(at, tunnel.instance(), "Error", message);
    }

    private String remote() {
      return tunnel.remoteIp() + ":500";
    }

    private String local() {
      return tunnel.gateway().localIp(tunnel.instance()) + ":500";
    }

    private String numbers() {
      return "tunnelId " + tunnel.ikeNumber();
    }
  }

  /** The gateway builds an IKE SA and a child SA; returns when traffic can pass. */
  Instant establish(Instant at, Tunnel tunnel) {
    var session = new Session(at, tunnel);
    hello(session);
    session
        .line(
            "[RECEIVED][SA_INIT] Received IKE SA Init response message with iCookie "
                + session.cookie
                + " rCookie 0x"
                + dice.hex(16))
        .line(
            "[RECEIVED]Received Ike payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256"
                + " DhGroup=DhGroup14");
    authenticate(session);
    return session.at;
  }

  /** An IKE SA is renewed before it grows too old. */
  void rekey(Instant at, Tunnel tunnel) {
    var session = new Session(at, tunnel);
    session.line(
        "[LOCAL_MSG][SA_INIT] Received SA INIT iCookie "
            + session.cookie
            + " and Generated new rCookie 0x"
            + dice.hex(16));
    authenticate(session);
  }

  /** A child SA is renewed: the traffic selectors are agreed on again. */
  void childRekey(Instant at, Tunnel tunnel) {
    var session = new Session(at, tunnel);
    var block = tunnel.gateway().vnet();
    session
        .line(
            "Received Traffic Selector payload request- [Tsid "
                + session.selectors
                + " ]Number of TSIs 1: "
                + range("0.0.0.0", "255.255.255.255")
                + " Number of TSRs 1:"
                + range(block.host(0, 0).text(), block.host(15, 255).text()))
        .line(
            "[SEND] Proposed Traffic Selector payload will be (Final Negotiated) - [Tsid "
                + session.selectors
                + " ]Number of TSIs 1: "
                + range("0.0.0.0", "255.255.255.255")
                + " Number of TSRs 1:"
                + range(block.host(0, 0).text(), block.host(15, 255).text()))
        .line("[LOCAL_MSG] Received Expire Notification -> Deleting QM");
  }

  /** A child SA is renewed, and the service says so in one of its ways. */
  void renewed(Instant at, Tunnel tunnel) {
    if (dice.chance(0.5)) {
      childRekey(at, tunnel);
    } else {
      var session = new Session(at, tunnel);
      session.line(
          "[LOCAL_MSG] QM rekey completed for "
              + session.numbers()
              + " and tsId "
              + session.selectors);
    }
  }

  /** The IKE SA that was just replaced is deleted by the peer, which is as it should be. */
  void replaced(Instant at, Tunnel tunnel) {
    if (bracketed(tunnel)) {
      new Session(at, tunnel).failure("SA_DELETE", "MM_SA", "Inbound", IkeError.EXPIRED_OR_DELETED);
    }
  }

  /** The child SA that was just replaced goes; the newer form calls that an error. */
  void expired(Instant at, Tunnel tunnel) {
    if (!bracketed(tunnel)) {
      new Session(at, tunnel).line("[LOCAL_MSG] Received Expire Notification -> Deleting QM");
      return;
    }
    new Session(at, tunnel).failure("SA_DELETE", "QM_SA", "Outbound", IkeError.EXPIRED_OR_DELETED);
  }

  /** Both sides renewed the same SA; nothing is lost by it. */
  void simultaneousRekey(Instant at, Tunnel tunnel) {
    new Session(at, tunnel)
        .line(
            "[RECEIVED][NOTIFY] Received Notify Message - with error simultaneous rekeys detected");
  }

  /** A question whether the peer lives, and its answer. */
  void probe(Instant at, Tunnel tunnel) {
    int number = dice.below(5_000);
    new Session(at, tunnel).line("[SEND]Messid : " + number).line("[RECV]Messid : " + number);
  }

  /** An attempt that nobody answers. */
  void unanswered(Instant at, Tunnel tunnel, IkeError error) {
    var session = new Session(at, tunnel);
    hello(session);
    session.pause(2, 4);
    fail(session, error);
  }

  /** An attempt that one of the two sides turns down. */
  void refused(Instant at, Tunnel tunnel, IkeError error) {
    var session = new Session(at, tunnel);
    hello(session);
    session.line(
        "[RECEIVED][SA_INIT] Received IKE SA Init response message with iCookie "
            + session.cookie
            + " rCookie 0x"
            + dice.hex(16));
    boolean late = error != IkeError.POLICY_MATCH && error != IkeError.KEY_EXCHANGE;
    if (late) {
      session.line(
          "[SEND][SA_AUTH] Sending SA AUTH message for "
              + session.numbers()
              + " and tsId "
              + session.selectors);
    }
    session.line(
        dice.chance(0.7)
            ? "[RECEIVED][NOTIFY] Received Notify Message - " + error.notifyWords()
            : "[SEND][NOTIFY] Sending Notify Message - " + error.notifyWords());
    fail(session, error);
  }

  /** Somebody tries what no policy of the gateway allows, and is turned down. */
  void scanned(Instant at, Tunnel as) {
    var error = IkeError.POLICY_MATCH;
    var session = new Session(at, as);
    session
        .line(
            "[LOCAL_MSG][SA_INIT] Received SA INIT iCookie "
                + session.cookie
                + " and Generated new rCookie 0x"
                + dice.hex(16))
        .line("[SEND][NOTIFY] Sending Notify Message - " + error.notifyWords());
    if (bracketed(as)) {
      session.failure("SA_NEGOTIATION_FAILED", "MM_SA", "Inbound", error);
    } else if (as.gateway().make().form() == IkeForm.MIXED) {
      below(session, error);
    }
  }

  /** Whoever dials in is turned down, or hangs up. */
  void client(Instant at, Tunnel as, IkeError error) {
    var event = error == IkeError.EXPIRED_OR_DELETED ? "SA_DELETE" : "SA_NEGOTIATION_FAILED";
    new Session(at, as).failure("IKEv2-P2S", event, "MM_SA", "Inbound", error);
  }

  /** An SA that stood is gone. */
  void closed(Instant at, Tunnel tunnel, IkeError error) {
    var session = new Session(at, tunnel);
    if (bracketed(tunnel)) {
      var direction = error == IkeError.EXPIRED_OR_DELETED ? "Inbound" : "Outbound";
      session.failure("SA_DELETE", "MM_SA", direction, error);
    } else {
      close(session, error);
    }
  }

  private boolean bracketed(Tunnel tunnel) {
    return tunnel.gateway().make().form().bracketed(dice);
  }

  private void fail(Session session, IkeError error) {
    if (bracketed(session.tunnel)) {
      session.failure("SA_NEGOTIATION_FAILED", "MM_SA", "Outbound", error);
      return;
    }
    close(session, error);
    if (session.tunnel.gateway().make().form() == IkeForm.MIXED && dice.chance(0.4)) {
      below(session, error);
    }
  }

  /** What the service below says of the same attempt, without saying which. */
  private void below(Session session, IkeError error) {
    var text =
        dice.chance(0.5)
            ? "IkeCleanupMMNegotiation called with error " + error.number() + " and flags a"
            : "IKE negotiation failed with Windows " + error.windowsError();
    scribe.ike(session.at, session.tunnel.instance(), INFORMATIONAL, text);
  }

  private void close(Session session, IkeError error) {
    session.line(
        "[LOCAL_MSG] IKE Tunnel closed for "
            + session.numbers()
            + " with status "
            + scribe.voice().say(error));
  }

  private static void hello(Session session) {
    session.line(
        "[SEND][SA_INIT] Sending IKE SA_INIT packet with "
            + session.numbers()
            + ", iCookie "
            + session.cookie
            + " and rCookie 0x0");
  }

  private static void authenticate(Session session) {
    session
        .line(
            "[SEND][SA_AUTH] Sending SA AUTH message for "
                + session.numbers()
                + " and tsId "
                + session.selectors)
        .line("[RECEIVED][SA_AUTH] Received IKE AUTH message")
        .line(
            "[SEND]Sending IPSec policy Payload for tunnel Id "
                + session.tunnel.ikeNumber()
                + ", tsId "
                + session.selectors
                + ": Policy1:Integrity=AES-GCM-256 Cipher=AES-GCM-256")
        .line(
            "Proposed(send) Traffic Selector payload will be- [Tsid "
                + session.selectors
                + " ]Number of TSIs 1: "
                + range("0.0.0.0", "255.255.255.255")
                + " Number of TSRs 1:"
                + range("0.0.0.0", "255.255.255.255"));
  }

  private static String range(String start, String end) {
    return "StartAddress " + start + " EndAddress " + end + " PortStart 0 PortEnd 65535 Protocol 0";
  }
}
