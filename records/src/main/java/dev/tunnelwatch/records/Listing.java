package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What there is to know of a list at the end of a message.
 *
 * @param words in it, as {@link IkeLines#words} has them
 * @param isBracketed whether it may hold keys
 */
record Listing(Optional<Offer> offer, long words, boolean isBracketed) {

  /** Of a text in ASCII. */
  static Listing of(Offer.Side side, Offer.Kind kind, String text) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Listing(
        Offers.of(side, kind, text),
        IkeLines.words(bytes, 0, bytes.length),
        text.indexOf('[') >= 0);
  }
}
