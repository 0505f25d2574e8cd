package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;

/**
 * Reads P2SDiagnosticLog, whose message has been rid of names and addresses before. Of failures no
 * text is public, so word families decide.
 */
final class P2sLines {

  private static final String OPERATION = "P2SLogEvent";
  private static final int MOST_OF_KIND = 16;
  private static final int MOST_OF_SESSION = 64;

  private static final WordGroups GROUPS = new WordGroups();

  private static final long STATISTICS = GROUPS.group("statistics");
  private static final long MEANS =
      GROUPS.group(
          "authentication",
          "eap",
          "radius",
          "certificate",
          "aad",
          "entra",
          "password",
          "credential");
  private static final long REFUSED =
      GROUPS.group(
          "fail",
          "reject",
          "denied",
          "invalid",
          "incorrect",
          "timedout",
          "expired",
          "revoked",
          "unaccept");

  /** Windows 13899 is a failed assignment of an inner address. */
  private static final long NO_ADDRESS =
      GROUPS.group("13899", "364b", "noaddress", "noipaddress", "nofreeaddress");

  private static final long POOL = GROUPS.group("pool");
  private static final long EMPTY =
      GROUPS.group("exhaust", "isfull", "poolfull", "isempty", "poolempty", "noavailable");
  private static final long FAILED = GROUPS.group("connectionfailed");
  private static final long DISCONNECTED = GROUPS.group("disconnect");
  private static final long CONNECTED = GROUPS.group("connectionsuccessful");
  private static final long AUTHENTICATED = GROUPS.group("authenticationsucceeded");
  private static final long REQUESTED = GROUPS.group("connectrequestreceived");
  private static final long REMOTELY = GROUPS.group("remoteinitiated");
  private static final long ROUTINE =
      GROUPS.group(
          "statistics",
          "settings",
          "policy",
          "policies",
          "eap",
          "radius",
          "proposal",
          "applied",
          "sainit");

  private static final Vocabulary WORDS = GROUPS.vocabulary();

  private P2sLines() {}

  static Reading read(Line line) {
    var message = line.properties().message();
    if (message.isEmpty() || !isOurs(line.operation())) {
      return line.unrecognised();
    }
    long words = WORDS.in(message.get());
    var outcome = outcome(message.get(), words);
    if (outcome.isPresent()) {
      return line.event(
          new P2sSession(
              line.gateway(),
              session(message.get()),
              outcome.get(),
              reason(outcome.get(), message.get()),
              line.evidence()));
    }
    return any(words, ROUTINE) ? line.heard() : line.unrecognised();
  }

  private static boolean isOurs(String operation) {
    return operation.equals(OPERATION) || Words.squeeze(operation).equalsIgnoreCase(OPERATION);
  }

  private static boolean any(long words, long groups) {
    return (words & groups) != 0;
  }

  /** One that names no session is a session of its own. */
  private static String session(String message) {
    return named(message).orElseGet(() -> "unnamed-" + Digest.of(message).substring(0, 12));
  }

  /** {@code [MSG] [default] [OVPN_0123ABCD] Connect request received.} */
  static Optional<String> named(String message) {
    for (int open = message.indexOf('['); open >= 0; open = message.indexOf('[', open + 1)) {
      int kind = endOfName(message, open + 1, MOST_OF_KIND, false);
      if (kind > open + 1 && isAt('_', message, kind)) {
        int close = endOfName(message, kind + 1, MOST_OF_SESSION, true);
        if (close > kind + 1 && isAt(']', message, close)) {
          return Optional.of(message.substring(open + 1, close));
        }
      }
    }
    return Optional.empty();
  }

  private static int endOfName(String text, int from, int most, boolean dashes) {
    int last = Math.min(text.length(), from + most);
    int at = from;
    while (at < last && (isPlain(text.charAt(at)) || (dashes && text.charAt(at) == '-'))) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
  }

  private static boolean isAt(char sign, String text, int at) {
    return at < text.length() && text.charAt(at) == sign;
  }

  private static Optional<P2sOutcome> outcome(String message, long words) {
    if (any(words, STATISTICS)) {
      return Optional.empty();
    }
    var failure = failure(words);
    if (failure.isPresent()) { // unless it is denied
      failure = failure(WORDS.in(Claims.of(message)));
    }
    return failure.or(() -> progress(words));
  }

  private static Optional<P2sOutcome> failure(long words) {
    if (any(words, NO_ADDRESS) || (any(words, POOL) && any(words, EMPTY))) {
      return Optional.of(P2sOutcome.POOL_EXHAUSTED);
    }
    if (any(words, MEANS) && any(words, REFUSED)) {
      return Optional.of(P2sOutcome.AUTHENTICATION_FAILED);
    }
    return any(words, FAILED) ? Optional.of(P2sOutcome.FAILED) : Optional.empty();
  }

  private static Optional<P2sOutcome> progress(long words) {
    if (any(words, DISCONNECTED)) {
      return Optional.of(P2sOutcome.DISCONNECTED);
    }
    if (any(words, CONNECTED)) {
      return Optional.of(P2sOutcome.CONNECTED);
    }
    if (any(words, AUTHENTICATED)) {
      return Optional.of(P2sOutcome.AUTHENTICATED);
    }
    return any(words, REQUESTED) ? Optional.of(P2sOutcome.REQUESTED) : Optional.empty();
  }

  private static Reason reason(P2sOutcome outcome, String message) {
    return switch (outcome) {
      case AUTHENTICATION_FAILED -> Reason.AUTHENTICATION;
      case DISCONNECTED ->
          any(WORDS.in(message), REMOTELY) ? Reason.REMOTELY_TRIGGERED : Reason.NOT_STATED;
      case FAILED -> StatedReasons.ofNegotiation(message).orElse(Reason.NOT_STATED);
      case REQUESTED, AUTHENTICATED, CONNECTED, POOL_EXHAUSTED -> Reason.NOT_STATED;
    };
  }
}
