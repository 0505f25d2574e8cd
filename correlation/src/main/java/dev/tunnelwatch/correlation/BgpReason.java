package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why a BGP session ended, in the words of its own line. Those are not public, so that nothing is
 * concluded from them: they are quoted.
 */
final class BgpReason {
  private static final int NAMED = 3;
  private static final int LONGEST = 120;

  private static final Pattern LOSS =
      Pattern.compile("(?i)disconnect|lost|down|closed|terminat|reset");

  // … disconnected for peer 10.52.0.1 : hold timer expired   … disconnected: too many prefixes
  private static final Pattern BEFORE_IT =
      Pattern.compile("(?i) ?[:;] | - |\\breason ?[:=]? ?|\\bdue to |\\bbecause (?:of )?");

  private static final Pattern ADDRESS = Pattern.compile("(?i)[0-9a-f]*[.:]");
  private static final Pattern WORD = Pattern.compile("(?i)[a-z]{3}");

  // … disconnected, reason: none; last error 0
  private static final Pattern NONE =
      Pattern.compile("(?i)(?:none|null|n/?a|unknown|not (?:stated|given|available))(?![a-z0-9 ])");

  /** A tunnel's loss says that much already. */
  private static final Pattern SILENCE = Pattern.compile("(?i)hold|timer|timed? ?out");

  private BgpReason() {}

  /** Nothing where the gateway itself was what happened. */
  static Optional<String> sentence(Tree tree) {
    if (!isOfThePeer(tree.root().kind())) {
      return Optional.empty();
    }
    boolean tunnels = tree.has(ConditionKind.TUNNEL_DOWN);
    var quoted =
        tree.of(ConditionKind.BGP_SESSION_DOWN)
            .sorted(Finding.TIME)
            .flatMap(session -> stated(session.opening().evidence().text()).stream())
            .filter(why -> !tunnels || !SILENCE.matcher(why).find())
            .distinct()
            .limit(NAMED)
            .map(why -> '"' + why + '"')
            .collect(Collectors.joining(", "));
    return quoted.isEmpty()
        ? Optional.empty()
        : Optional.of("Why the BGP session ended, in the log's words: " + quoted + '.');
  }

  private static boolean isOfThePeer(ConditionKind root) {
    return root == ConditionKind.BGP_SESSION_DOWN
        || root == ConditionKind.TUNNEL_DOWN
        || root == ConditionKind.TUNNEL_FLAPPING;
  }

  /** What stands behind the loss and names nobody. */
  static Optional<String> stated(String text) {
    var loss = LOSS.matcher(text);
    if (!loss.find()) {
      return Optional.empty();
    }
    var before = BEFORE_IT.matcher(text).region(loss.end(), text.length());
    while (before.find()) {
      var why = text.substring(before.end()).strip();
      if (!ADDRESS.matcher(why).lookingAt()) {
        return Optional.of(why)
            .filter(words -> !NONE.matcher(words).lookingAt())
            .filter(words -> WORD.matcher(words).find())
            .map(BgpReason::quoted);
      }
    }
    return Optional.empty();
  }

  private static String quoted(String words) {
    var cut = words.length() > LONGEST ? words.substring(0, LONGEST) + '…' : words;
    var plain = cut.replace('"', '\'');
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }
}
