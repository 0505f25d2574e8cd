package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Offer.Kind;
import dev.tunnelwatch.model.Offer.Side;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes offers of the part of a line that lists them. */
interface Offers {

  /** Longer than all choices that are kept, with the longest names. */
  int LONGEST = 4_000;

  int LONGEST_CHOICE = 400;

  /** What a stretch of bytes lists; empty when nothing that is whole. */
  Optional<Offer> make(OfferText list, byte[] text, int to);

  /** Anew each time. */
  static Offers anew() {
    return (list, text, to) -> {
      var listed = new String(text, list.from(), to - list.from(), StandardCharsets.UTF_8);
      return list.side().flatMap(side -> of(side, list.kind(), list.answer(), listed));
    };
  }

  /** A text so long is read as far as that, and says of what it makes that it is not whole. */
  static Optional<Offer> of(Side side, Kind kind, boolean answer, String text) {
    var head = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    var listed =
        switch (kind) {
          case SELECTORS -> Selectors.listedIn(head, (side == Side.GATEWAY) != answer);
          case IKE, IPSEC -> Proposal.listedIn(head);
        };
    return offer(side, kind, listed, head.length() < text.length());
  }

  private static Optional<Offer> offer(Side side, Kind kind, Listed listed, boolean cut) {
    var choices =
        listed.choices().stream().filter(choice -> choice.length() <= LONGEST_CHOICE).toList();
    boolean less = cut || !listed.whole() || choices.size() < listed.choices().size();
    return listed.choices().isEmpty()
        ? Optional.empty()
        : Optional.of(new Offer(side, kind, choices, less));
  }

  /**
   * What a text lists.
   *
   * @param whole whether every part of it could be read
   */
  record Listed(List<String> choices, boolean whole) {}
}
