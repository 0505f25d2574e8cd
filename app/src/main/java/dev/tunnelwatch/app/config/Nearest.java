package dev.tunnelwatch.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody meant who mistyped a word. */
final class Nearest {

  private static final int MOST_MISTAKES = 2;

  private Nearest() {}

  /** Empty when none of them is near: at most two letters wrong, missing, too many or swapped. */
  static Optional<String> of(String word, Collection<String> words) {
    return words.stream()
        .filter(other -> mistakes(word, other) <= Math.min(MOST_MISTAKES, other.length() / 3))
        .min(Comparator.comparingInt(other -> mistakes(word, other)));
  }

  /** The same for the end of a message. */
  static String asked(String word, Collection<String> words) {
    return of(word, words).map(near -> "; do you mean " + near + '?').orElse("");
  }

  /** Optimal string alignment (Damerau-Levenshtein without edits inside a swap). */
  private static int mistakes(String from, String to) {
    var least = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          least[i][j] = i + j;
          continue;
        }
        int wrong = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int edited =
            Math.min(Math.min(least[i - 1][j], least[i][j - 1]) + 1, least[i - 1][j - 1] + wrong);
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        least[i][j] = swapped ? Math.min(edited, least[i - 2][j - 2] + 1) : edited;
      }
    }
    return least[from.length()][to.length()];
  }
}
