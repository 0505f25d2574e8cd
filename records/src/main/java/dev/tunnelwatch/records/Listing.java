package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import java.util.Optional;

/**
 * What there is to know of a list at the end of a message.
 *
 * @param isPlain whether it is nothing but a list: it holds no word that tells something, denies
 *     nothing and has no keys
 */
record Listing(Optional<Offer> offer, boolean isPlain) {

  /** Of a text in ASCII. */
  static Listing of(Offer.Side side, Offer.Kind kind, boolean answer, String text) {
    return new Listing(Offers.of(side, kind, answer, text), isPlain(text));
  }

  static boolean isPlain(String text) {
    return IkeLines.listsOnly(text)
        && text.indexOf('[') < 0
        && Claims.happened(text).length() == text.length();
  }
}
