package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looking for a number's end by words of eight bytes finds what finding all numbers does. */
class OpenNumberTest {

  private static final String SIGNS = "0123456789abcdefABCDEFx-.:gGzX_@`/ \"}\u00e9";
  private static final int TEXTS = 20_000;

  @Test
  void aNumberEndsWhereItIsSeenToEnd() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int found = 0;
    for (int i = 0; i < TEXTS; i++) {
      var text = text(random);
      for (var number : OpenNumber.in(text, 0, text.length)) {
        found++;
        assertThat(OpenNumber.end(text, number.from(), text.length, number.kinds()))
            .as("%s from %d", string(text), number.from())
            .isEqualTo(number.to());
        assertThat(OpenNumber.end(text, number.from(), text.length, number.kinds() ^ 1))
            .isEqualTo(-1);
      }
    }
    assertThat(found).isGreaterThan(TEXTS / 10);
  }

  @Test
  void whatIsTooLongIsNone() {
    var text = ("1".repeat(OpenNumber.LONGEST + 1) + " ").getBytes(StandardCharsets.ISO_8859_1);

    assertThat(OpenNumber.end(text, 0, text.length, 3)).isEqualTo(-1);
    assertThat(OpenNumber.end(text, 1, text.length, 3)).isEqualTo(OpenNumber.LONGEST + 1);
  }

  /** Mostly of what may be in a number, or there would be few. */
  private static byte[] text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(60);
    int signs = random.nextInt(4) == 0 ? SIGNS.length() : 26;
    while (text.length() < length) {
      text.append(random.nextInt(12) == 0 ? ' ' : SIGNS.charAt(random.nextInt(signs)));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String string(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
