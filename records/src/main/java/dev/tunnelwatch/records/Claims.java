package dev.tunnelwatch.records;

import java.util.List;
import java.util.Set;

/**
 * What a text claims, of all the words it holds: "no error", "0 failures", "not rejected", "error
 * 0" and "policy matched" name failures and say that there was none; "timeout set to 45 s" is a
 * setting; "response expected" is a hope. By rules of the language, not of the lines, since no
 * document lists these.
 */
final class Claims {

  private static final Set<String> NO = words("no without zero");

  private static final Set<String> NOT =
      words("not never neither nor cannot isn't wasn't hasn't didn't");

  /** May stand between "not" and what did not happen. */
  private static final Set<String> BETWEEN =
      words(
          "a an the any yet be been being have has had report reported detect detected find "
              + "found see seen cause caused return returned encounter encountered");

  /** What is counted, of which there may be none. */
  private static final Set<String> COUNTED =
      words("errors failures faults mismatches timeouts problems rejections retransmissions");

  private static final Set<String> COUNTED_ONE =
      words("error failure fault mismatch timeout problem rejection errorcode");

  /** May stand between a failure and its number. */
  private static final Set<String> NUMBERED =
      words("code codes count number value status is was total");

  /** How words of failures begin. */
  private static final List<String> FAILING =
      list(
          "fail err fault mismatch timeout timed problem reject refus denied invalid "
              + "incorrect incompatible wrong unaccept unsupport untrust unreach unable revok "
              + "expir lost");

  /** The first letters of all that may be taken out by itself. */
  private static final String OF_FAILURES = "defilmprtuw";

  /** What takes over where something failed, which it did not. */
  private static final List<String> SPARE = list("failover failback failsafe");

  private static final Set<String> SUCCESS =
      words(
          "succeeded success successful successfully valid verified matched matches "
              + "accepted passed ok");

  /** What has a value, be it reached or not. */
  private static final Set<String> LIMITS =
      words("timeout timeouts retransmission retransmissions limit");

  private static final Set<String> REACHED =
      words(
          "after detected elapsed exceeded expired fired happened hit occurred reached "
              + "triggered waiting while");

  private static final Set<String> SET =
      words(
          "configured configuring default disabled enabled interval negotiated parameter "
              + "set setting settings updated using value");

  /** May stand between a limit and its value. */
  private static final Set<String> VALUED = words("is was of to at as now currently period");

  private static final Set<String> TIMES = words("times attempts retries tries");

  /** What is spoken of in their clause did not, or not yet, happen. */
  private static final Set<String> UNREAL =
      words(
          "await awaiting before can't cannot couldn't didn't expect expected expecting "
              + "expects hasn't if isn't may missing neither never no none nor not nothing "
              + "pending scheduled shall should unable unless until wait waiting wasn't whether "
              + "will without would");

  private static final int NEAR = 3;
  private static final int FAR = 12;

  /** Without one of these, squeezed, nothing is denied or set, and no clause tells of a success. */
  private static final Vocabulary DENYING =
      new Vocabulary(
          List.of(
              list(
                  "no without zero never neither isnt wasnt hasnt didnt failover failback failsafe"
                      + " succe valid verified match accepted passed ok 0 1 2 3 4 5 6 7 8 9"
                      + " configur default disabled enabled interval negotiated parameter set"
                      + " updated using value")));

  /** Without one of these everything happened. */
  private static final Vocabulary DOUBTING = new Vocabulary(List.of(squeezed(UNREAL)));

  private final Spoken said;
  private final boolean[] out;

  private Claims(Spoken said) {
    this.said = said;
    this.out = new boolean[said.size()];
  }

  private static List<String> list(String words) {
    return List.of(words.split(" ", -1));
  }

  private static List<String> squeezed(Set<String> words) {
    return words.stream().map(Words::squeeze).toList();
  }

  private static Set<String> words(String words) {
    return Set.copyOf(list(words));
  }

  /** The text without failures that it denies, and without settings. */
  static String of(String text) {
    return DENYING.in(text) == 0 ? text : new Claims(Spoken.of(text)).claims(true);
  }

  /** Likewise of a reason, which is none for a setting. */
  static String ofReason(String text) {
    return DENYING.in(text) == 0 ? text : new Claims(Spoken.of(text)).claims(false);
  }

  /** The text without all clauses whose matter did not happen. */
  static String happened(String text) {
    if (DOUBTING.in(text) == 0) {
      return text;
    }
    var claims = new Claims(Spoken.of(text));
    claims.dropClauses(claims::isUnreal);
    return claims.said.without(claims.out);
  }

  private interface Clause {
    boolean is(int from, int to);
  }

  private void dropClauses(Clause which) {
    int to;
    for (int from = 0; from < said.size(); from = to) {
      to = said.endOfClause(from);
      if (which.is(from, to)) {
        for (int i = from; i < to; i++) {
          out[i] = true;
        }
      }
    }
  }

  private boolean isUnreal(int from, int to) {
    for (int i = from; i < to; i++) {
      if (said.isAny(i, UNREAL)) {
        return true;
      }
    }
    return false;
  }

  private String claims(boolean settings) {
    for (int i = 0; i < out.length; i++) {
      var word = said.word(i);
      if (OF_FAILURES.indexOf(word.charAt(0)) >= 0) {
        out[i] =
            isSpare(word)
                || (isFailure(word) && (isNone(i) || isZero(i) || isNot(i)))
                || (settings && LIMITS.contains(word) && isSetting(i));
        if (out[i] && isMatch(i - 1)) {
          out[i - 1] = true;
        }
      }
    }
    dropClauses(this::isSuccess);
    return said.without(out);
  }

  private static boolean isFailure(String word) {
    return (begins(word, FAILING) && !isSpare(word)) || COUNTED.contains(word);
  }

  /** "Match error" is one word for a failure: without both "no policy match errors" names one. */
  private boolean isMatch(int i) {
    return i >= 0 && said.word(i).equals("match") && said.before(i + 1) == Spoken.Gap.BLANK;
  }

  private static boolean begins(String word, List<String> with) {
    for (int i = 0; i < with.size(); i++) {
      if (word.startsWith(with.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSpare(String word) {
    return begins(word, SPARE);
  }

  /** {@code no error}, {@code 0 authentication failures}. */
  private boolean isNone(int i) {
    boolean several = said.isAny(i, COUNTED);
    if (!several && !said.isAny(i, COUNTED_ONE)) {
      return false;
    }
    for (int j = i - 1; j >= Math.max(0, i - NEAR) && said.before(j + 1) == Spoken.Gap.BLANK; j--) {
      if (said.isAny(j, NO) || (several && said.word(j).equals("0"))) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code error 0}, {@code failures=0}, {@code error code: 0x00000000}; but not {@code failed 0}.
   */
  private boolean isZero(int i) {
    boolean counted = said.isAny(i, COUNTED) || said.isAny(i, COUNTED_ONE);
    boolean sign = false;
    for (int j = i + 1; said.goesOn(j) && j <= i + NEAR; j++) {
      sign |= said.before(j) == Spoken.Gap.SIGN;
      if (isZero(said.word(j))) {
        return counted || sign;
      }
      if (!said.isAny(j, NUMBERED)) {
        return false;
      }
    }
    return false;
  }

  private static boolean isZero(String word) {
    var digits = word.startsWith("0x") ? word.substring(2) : word;
    return !digits.isEmpty() && digits.chars().allMatch(c -> c == '0');
  }

  /** {@code was not rejected}, {@code did not report any error}. */
  private boolean isNot(int i) {
    int j = i - 1;
    while (j >= 0 && said.before(j + 1) == Spoken.Gap.BLANK && said.isAny(j, BETWEEN)) {
      j--;
    }
    return j >= 0 && said.before(j + 1) == Spoken.Gap.BLANK && said.isAny(j, NOT);
  }

  /** {@code timeout set to 45 seconds}, {@code keepalive timeout: 10}. */
  private boolean isSetting(int i) {
    int end = i + 1;
    while (said.goesOn(end) && end < i + FAR) {
      if (said.isAny(end++, REACHED)) {
        return false;
      }
    }
    for (int j = i + 1; j < end; j++) {
      if (said.isAny(j, SET)) {
        return true;
      }
      if (isAmount(said.word(j))) {
        return j + 1 == end || !said.isAny(j + 1, TIMES);
      }
      if (!said.isAny(j, VALUED)) {
        break;
      }
    }
    for (int j = i - 1; j >= Math.max(0, i - NEAR) && said.before(j + 1) != Spoken.Gap.END; j--) {
      if (said.isAny(j, SET)) {
        return true;
      }
    }
    return false;
  }

  /** {@code 45}, {@code 45s}, {@code 1.5}; but no address. */
  private static boolean isAmount(String word) {
    int at = 0;
    int points = 0;
    while (at < word.length() && (Character.isDigit(word.charAt(at)) || word.charAt(at) == '.')) {
      points += word.charAt(at) == '.' ? 1 : 0;
      at++;
    }
    return at > 0 && points <= 1 && (at == word.length() || isUnit(word.substring(at)));
  }

  private static boolean isUnit(String word) {
    return word.equals("s") || word.equals("ms") || word.equals("sec");
  }

  /** {@code no policy matched}. */
  private boolean isNoneBefore(int i, int from) {
    return (i > from && said.isAny(i - 1, NO)) || (i - 1 > from && said.isAny(i - 2, NO));
  }

  /** A clause that tells of a success and of no failure: what it is about is not what failed. */
  private boolean isSuccess(int from, int to) {
    boolean success = false;
    for (int i = from; i < to && !success; i++) {
      success = said.isAny(i, SUCCESS) && !isNoneBefore(i, from);
    }
    for (int i = from; i < to && success; i++) {
      boolean denied = said.isAny(i, UNREAL) && !said.isAny(i, NO);
      success = !denied && (out[i] || !isFailure(said.word(i)));
    }
    return success;
  }
}
