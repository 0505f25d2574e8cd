package dev.tunnelwatch.simulator.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * In which words a gateway says what it says: those that are known, or, mutated, such as another
 * version might use. What is meant stays the same.
 */
record Voice(boolean mutated, Dice dice) {

  private static final double UNKNOWN_REASON = 0.2;

  private static final List<String> UNKNOWN =
      List.of(
          "Reason code 7",
          "State transition 4 -> 2",
          "TunnelStateSync",
          "EventSource 0x11",
          "internal",
          "N/A (see correlation id)");

  private static final Map<IkeError, List<String>> SYNONYMS =
      Map.of(
          IkeError.TIMED_OUT, List.of("Negotiation time-out", "IKE negotiation timed out"),
          IkeError.AUTHENTICATION, List.of("Authentication failed", "IKE authentication failed"),
          IkeError.SIGNATURE, List.of("Signature could not be verified: authentication failed"),
          IkeError.POLICY_MATCH, List.of("Policy mismatch", "IKE policy mismatch"),
          IkeError.KEY_EXCHANGE, List.of("Invalid KE payload"),
          IkeError.TRAFFIC_SELECTORS, List.of("Traffic selector mismatch", "TS unacceptable"),
          IkeError.PEER_SILENT, List.of("Peer stopped responding", "Peer is not responding"));

  /**
   * Words for a reason.
   *
   * @param tells whether they still say it
   */
  record Phrase(String text, boolean tells) {}

  Phrase say(Reason reason) {
    if (!mutated) {
      return new Phrase(dice.any(Wordings.known(reason)), true);
    }
    if (dice.chance(UNKNOWN_REASON)) {
      return new Phrase(dice.any(UNKNOWN), reason == Reason.NOTHING);
    }
    var words = dice.any(dice.chance(0.4) ? Wordings.synonyms(reason) : Wordings.known(reason));
    return new Phrase(dressed(words), true);
  }

  /** Words for an IKE error. */
  String say(IkeError error) {
    var other = SYNONYMS.getOrDefault(error, List.of());
    return mutated && !other.isEmpty() && dice.chance(0.3) ? dice.any(other) : error.words();
  }

  /** The first of these words, which is the usual one, or, mutated, any. */
  String word(List<String> words) {
    return mutated ? dice.any(words) : words.getFirst();
  }

  /** A message with other case or other blanks. */
  String dressed(String text) {
    if (!mutated) {
      return text;
    }
    return switch (dice.below(10)) {
      case 0 -> text.toLowerCase(Locale.ROOT);
      case 1 -> text.toUpperCase(Locale.ROOT);
      case 2 -> text.replace(" ", "  ");
      case 3 -> ' ' + text + ' ';
      case 4 -> text.replaceAll("\\](?=\\S)", "] ");
      default -> text;
    };
  }

  /** A name of a property. */
  String key(String name) {
    if (!mutated) {
      return name;
    }
    return switch (dice.below(6)) {
      case 0 -> name.toLowerCase(Locale.ROOT);
      case 1 -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
      default -> name;
    };
  }

  /** A level. */
  String level(String level) {
    if (!mutated) {
      return level;
    }
    return switch (dice.below(6)) {
      case 0 -> "Information";
      case 1 -> level.toUpperCase(Locale.ROOT);
      case 2 -> "4";
      case 3 -> "";
      default -> level;
    };
  }
}
