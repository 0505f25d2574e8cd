package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer.Kind;
import dev.tunnelwatch.model.Offer.Side;
import java.util.Optional;

/**
 * Where a message lists what one of the two offers, up to its end: {@code [RECEIVED]Received Ike
 * payload: Policy1:Cipher=…}.
 *
 * @param side empty when it is not told whose list it is
 * @param answer of selectors: who answers is not the initiator, so their sides are the other way
 *     round
 * @param told where the letter is that tells the side
 * @param from where the list begins
 */
record OfferText(Optional<Side> side, Kind kind, boolean answer, int told, int from) {

  private static final String POLICY = "policy1:";
  private static final String SELECTORS = "number of tsi";
  private static final String IKE_PAYLOAD = "ike payload";
  private static final String RESPONSE = "response";

  /** Empty where nothing is listed. */
  static Optional<OfferText> in(byte[] text, int from, int to) {
    int first = from;
    while (first < to && !Character.isLetter(text[first])) {
      first++;
    }
    int list = first;
    while (list < to && !areProposals(text, list, to) && !areSelectors(text, list, to)) {
      list++;
    }
    if (list == to) {
      return Optional.empty();
    }
    var kind =
        areSelectors(text, list, to)
            ? Kind.SELECTORS
            : holds(IKE_PAYLOAD, text, first, list) ? Kind.IKE : Kind.IPSEC;
    boolean answer = kind == Kind.SELECTORS && holds(RESPONSE, text, first, list);
    return Optional.of(new OfferText(side(text[first]), kind, answer, first, list));
  }

  private static Optional<Side> side(byte letter) {
    return switch (letter) {
      case 'R', 'r' -> Optional.of(Side.PEER);
      case 'S', 's', 'P', 'p' -> Optional.of(Side.GATEWAY);
      default -> Optional.empty();
    };
  }

  /** Whether a list of proposals begins there. */
  static boolean areProposals(byte[] text, int at, int to) {
    return isAt(POLICY, text, at, to);
  }

  static boolean areSelectors(byte[] text, int at, int to) {
    return isAt(SELECTORS, text, at, to);
  }

  private static boolean holds(String word, byte[] text, int from, int to) {
    for (int at = from; at + word.length() <= to; at++) {
      if (AsciiText.isAtInAnyCase(text, at, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(String word, byte[] text, int at, int to) {
    return to - at >= word.length() && AsciiText.isAtInAnyCase(text, at, word);
  }
}
