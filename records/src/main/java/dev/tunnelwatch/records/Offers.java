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
  Optional<Offer> make(Side side, Kind kind, byte[] text, int from, int to);

  /** Anew each time. */
  static Offers anew() {
    return (side, kind, text, from, to) ->
        of(side, kind, new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  /** A text so long is read as far as that, and says of what it makes that it is not whole. */
  static Optional<Offer> of(Side side, Kind kind, String text) {
    var head = head(text);
    var listed =
        switch (kind) {
          case SELECTORS -> Selectors.listedIn(head, side == Side.GATEWAY);
          case IKE, IPSEC -> Proposal.listedIn(head);
        };
    return of(side, kind, listed, head.length() < text.length());
  }

  /** Of selectors that are an answer, so that the other side is the initiator. */
  static Optional<Offer> answered(Side side, String text) {
    var head = head(text);
    return of(
        side,
        Kind.SELECTORS,
        Selectors.listedIn(head, side == Side.PEER),
        head.length() < text.length());
  }

  private static String head(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static Optional<Offer> of(Side side, Kind kind, Listed listed, boolean cut) {
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
