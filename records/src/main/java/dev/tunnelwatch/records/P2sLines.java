package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads P2SDiagnosticLog, whose message has been rid of names and addresses before. Of failures no
 * text is public, so word families decide.
 */
final class P2sLines {

  // [MSG] [default] [OVPN_0123ABCD] Connect request received. …
  private static final Pattern SESSION =
      Pattern.compile("\\[([A-Za-z0-9]{1,16}_[A-Za-z0-9-]{1,64})\\]");

  private static final String[] MEANS = {
    "authentication", "eap", "radius", "certificate", "aad", "entra", "password", "credential"
  };
  private static final String[] REFUSED = {
    "fail", "reject", "denied", "invalid", "incorrect", "timedout", "expired", "revoked", "unaccept"
  };
  private static final String[] ROUTINE = {
    "statistics", "settings", "policy", "policies", "eap", "radius", "proposal", "applied", "sainit"
  };

  private P2sLines() {}

  static Reading read(Line line) {
    var message = line.properties().message();
    if (message.isEmpty() || !Words.squeeze(line.operation()).equals("p2slogevent")) {
      return line.unrecognised();
    }
    var words = Words.squeeze(message.get());
    var outcome = outcome(words);
    if (outcome.isPresent()) {
      return line.event(
          new P2sSession(
              line.gateway(),
              session(message.get()),
              outcome.get(),
              reason(outcome.get(), words),
              line.evidence()));
    }
    return Words.any(words, ROUTINE) ? line.heard() : line.unrecognised();
  }

  /** One that names no session is a session of its own. */
  private static String session(String message) {
    var found = SESSION.matcher(message);
    return found.find() ? found.group(1) : "unnamed-" + Digest.of(message).substring(0, 12);
  }

  private static Optional<P2sOutcome> outcome(String words) {
    if (words.contains("statistics")) {
      return Optional.empty();
    }
    if (noAddressLeft(words)) {
      return Optional.of(P2sOutcome.POOL_EXHAUSTED);
    }
    if (Words.any(words, MEANS) && Words.any(words, REFUSED)) {
      return Optional.of(P2sOutcome.AUTHENTICATION_FAILED);
    }
    if (words.contains("connectionfailed")) {
      return Optional.of(P2sOutcome.FAILED);
    }
    if (words.contains("disconnect")) {
      return Optional.of(P2sOutcome.DISCONNECTED);
    }
    if (words.contains("connectionsuccessful")) {
      return Optional.of(P2sOutcome.CONNECTED);
    }
    if (words.contains("authenticationsucceeded")) {
      return Optional.of(P2sOutcome.AUTHENTICATED);
    }
    return words.contains("connectrequestreceived")
        ? Optional.of(P2sOutcome.REQUESTED)
        : Optional.empty();
  }

  /** Windows 13899 is a failed assignment of an inner address. */
  private static boolean noAddressLeft(String words) {
    return Words.any(words, "13899", "364b", "noaddress", "noipaddress", "nofreeaddress")
        || (words.contains("pool") && Words.any(words, "exhaust", "full", "empty", "noavailable"));
  }

  private static Reason reason(P2sOutcome outcome, String words) {
    return switch (outcome) {
      case AUTHENTICATION_FAILED -> Reason.AUTHENTICATION;
      case DISCONNECTED ->
          words.contains("remoteinitiated") ? Reason.REMOTELY_TRIGGERED : Reason.NOT_STATED;
      case FAILED -> StatedReasons.ofNegotiation(words).orElse(Reason.NOT_STATED);
      case REQUESTED, AUTHENTICATED, CONNECTED, POOL_EXHAUSTED -> Reason.NOT_STATED;
    };
  }
}
