package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** A reason that the log gives in words nobody taught us: quoted, since it may tell a human. */
final class UnknownReason {
  private static final int LONGEST = 120;

  private UnknownReason() {}

  /** Of the first such line of a loss, or else of a negotiation. */
  static Optional<String> sentence(Scene scene, Tree tree) {
    return Stream.of(ConditionKind.TUNNEL_DOWN, ConditionKind.IKE_FAILING)
        .flatMap(kind -> tree.of(kind).sorted(Finding.TIME))
        .flatMap(member -> scene.telling(member).stream().sorted(Line.ORDER))
        .filter(line -> line.reason() == Reason.UNRECOGNISED)
        .findFirst()
        .map(
            line ->
                quoted(line)
                    .map(
                        words ->
                            "The log gives \"" + words + "\", which is not known to Tunnelwatch.")
                    .orElse("The log tells why in words that are not known to Tunnelwatch."));
  }

  /** {@code Disconnected 203.0.113.7 the reason}; a line of IKE has too much else in it. */
  private static Optional<String> quoted(Line line) {
    var text = line.evidence().text();
    var said = text.split(" ", 3);
    boolean plain =
        line.evidence().category() == Category.TUNNEL && said.length == 3 && isAddress(said[1]);
    return Optional.of(plain ? said[2].strip().replace('"', '\'') : "")
        .filter(words -> !words.isEmpty())
        .map(words -> words.length() > LONGEST ? words.substring(0, LONGEST) + '…' : words);
  }

  private static boolean isAddress(String word) {
    return word.matches("[0-9a-fA-F.:]+");
  }
}
