package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What there is to know of a list at the end of a message.
 *
 * @param words that it holds, as {@link IkeLines} has them; empty when it may tell more than what
 *     it lists, by words that no list needs, a denial, or keys
 */
record Listing(Optional<Offer> offer, OptionalLong words) {

  /** Of a text in ASCII. */
  static Listing of(Offer.Side side, Offer.Kind kind, boolean answer, String text) {
    return new Listing(Offers.of(side, kind, answer, text), words(text));
  }

  static OptionalLong words(String text) {
    boolean plain = text.indexOf('[') < 0 && Claims.happened(text).length() == text.length();
    return plain ? IkeLines.wordsOfList(text) : OptionalLong.empty();
  }
}
