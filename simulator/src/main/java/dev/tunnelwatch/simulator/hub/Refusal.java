package dev.tunnelwatch.simulator.hub;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/**
 * Why the hub says no, in AMQP's and Azure's terms.
 *
 * @param condition decides whether a client tries again
 * @param description for people; never holds a secret
 */
record Refusal(String condition, String description) {

  static final String ARGUMENT_ERROR = "com.microsoft:argument-error";

  /** The wording matters: the Java client takes any other not-found for a passing trouble. */
  static Refusal notFound(String entity) {
    return new Refusal(
        "amqp:not-found", "The messaging entity '" + entity + "' could not be found.");
  }

  static Refusal unauthorized(String entity) {
    return new Refusal("amqp:unauthorized-access", "No valid token was put for " + entity + ".");
  }

  static Refusal stolen(String description) {
    return new Refusal("amqp:link:stolen", description);
  }

  static Refusal badArgument(String description) {
    return new Refusal(ARGUMENT_ERROR, description);
  }

  static Refusal notImplemented(String description) {
    return new Refusal("amqp:not-implemented", description);
  }

  static Refusal tooMany(String description) {
    return new Refusal("amqp:resource-limit-exceeded", description);
  }

  static Refusal tooLarge(int limit) {
    return new Refusal(
        "amqp:link:message-size-exceeded", "The message is larger than " + limit + " bytes.");
  }

  static Refusal undecodable(String description) {
    return new Refusal("amqp:decode-error", description);
  }

  static Refusal detachForced() {
    return new Refusal("amqp:link:detach-forced", "The hub was told to detach this link.");
  }

  /** A client is to wait for a moment and to come again. */
  static Refusal serverBusy() {
    return new Refusal("com.microsoft:server-busy", "The hub has too much to do.");
  }

  ErrorCondition asCondition() {
    return new ErrorCondition(Symbol.valueOf(condition), description);
  }
}
