package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Offer.Kind;
import dev.tunnelwatch.model.Offer.Side;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The part of what is said that lists what a side offers, and who it is by the first word. */
final class OfferText {

  private static final String POLICY = "policy1:";
  private static final String SELECTORS = "number of tsi";
  private static final String IKE_PAYLOAD = "ike payload";
  private static final String RESPONSE = "response";

  /** Ends nearly every list of selectors, which differ before it. */
  private static final String ALL_PORTS = " PortStart 0 PortEnd 65535 Protocol 0";

  private OfferText() {}

  /** {@code [RECEIVED]Received Ike payload: Policy1:Cipher=…}; empty when it is not told who. */
  static Optional<Offer> of(byte[] text, int from, int to, Offers make) {
    int first = from;
    while (first < to && !Character.isLetter(text[first])) {
      first++;
    }
    int list = first;
    while (list < to && !isAt(POLICY, text, list, to) && !isAt(SELECTORS, text, list, to)) {
      list++;
    }
    if (list == to) {
      return Optional.empty();
    }
    var kind =
        isAt(SELECTORS, text, list, to)
            ? Kind.SELECTORS
            : holds(IKE_PAYLOAD, text, first, list) ? Kind.IKE : Kind.IPSEC;
    int last = to - ALL_PORTS.length();
    int end = last >= list && AsciiText.isAt(text, last, ALL_PORTS) ? last : to;
    boolean answer = kind == Kind.SELECTORS && holds(RESPONSE, text, first, list);
    return switch (text[first]) {
      case 'R', 'r' -> make(Side.PEER, kind, answer, text, list, end, make);
      case 'S', 's', 'P', 'p' -> make(Side.GATEWAY, kind, answer, text, list, end, make);
      default -> Optional.empty();
    };
  }

  /** Who answers is not the initiator: the sides of selectors are the other way round. */
  private static Optional<Offer> make(
      Side side, Kind kind, boolean answer, byte[] text, int from, int to, Offers make) {
    return answer
        ? Offers.answered(side, new String(text, from, to - from, StandardCharsets.UTF_8))
        : make.make(side, kind, text, from, to);
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
