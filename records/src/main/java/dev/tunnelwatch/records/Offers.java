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

  static Optional<Offer> of(Side side, Kind kind, String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var choices =
        switch (kind) {
          case SELECTORS ->
              Selectors.in(text).map(found -> found.label(side == Side.GATEWAY)).stream().toList();
          case IKE, IPSEC -> Proposal.allIn(text).stream().map(Proposal::label).toList();
        };
    return choices.isEmpty() || isTooLong(choices)
        ? Optional.empty()
        : Optional.of(new Offer(side, kind, choices));
  }

  private static boolean isTooLong(List<String> choices) {
    return choices.stream().anyMatch(choice -> choice.length() > LONGEST_CHOICE);
  }
}
