package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  private static final List<List<String>> WORDS =
      List.of(
          List.of("rekey", "key"),
          List.of("established", "establish", "stab"),
          List.of("qm", "qmsa", "13895"),
          List.of("sasasa", "sas"),
          List.of("a1a", "1"));

  /** Pieces of the words, so that they overlap and nearly fit. */
  private static final List<String> PIECES =
      List.of("re", "Key", "e", "STAB", "lish", "ed", "est", "q", "M", "sa", "SA", "138", "95");

  @Test
  void findsWhatASearchForEachWordFinds() {
    long seed = 3;
    var random = new Random(seed);
    var groups = new WordGroups();
    WORDS.forEach(words -> groups.group(words.toArray(String[]::new)));
    var vocabulary = groups.vocabulary();
    for (int i = 0; i < 20_000; i++) {
      var text =
          IntStream.range(0, random.nextInt(12))
              .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())) + blank(random))
              .collect(Collectors.joining());
      assertThat(vocabulary.in(text)).as("seed %d: %s", seed, text).isEqualTo(searched(text));
    }
  }

  @Test
  void partOfATextHoldsOnlyItsOwnWords() {
    var groups = new WordGroups();
    long rekey = groups.group("rekey");
    var vocabulary = groups.vocabulary();

    var text = Fixture.bytes("a rekey");

    assertThat(vocabulary.in(text, 2, 7)).isEqualTo(rekey);
    assertThat(vocabulary.in(text, 2, 6)).isZero();
    assertThat(vocabulary.in(text, 3, 7)).isZero();
  }

  private static String blank(Random random) {
    return random.nextInt(3) == 0 ? " \u00e4-".substring(random.nextInt(3)) : "";
  }

  private static long searched(String text) {
    var squeezed = Words.squeeze(text);
    long found = 0;
    for (int group = 0; group < WORDS.size(); group++) {
      found |= WORDS.get(group).stream().anyMatch(squeezed::contains) ? 1L << group : 0;
    }
    return found;
  }
}
