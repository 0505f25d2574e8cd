package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AsciiTextTest {

  @Test
  void eightBytesAtATimeFindWhatOneAtATimeFinds() {
    long seed = 13;
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int at = 0; at < bytes.length; at++) {
        boolean plain = random.nextInt(20) > 0;
        bytes[at] = (byte) (plain ? ' ' + random.nextInt(96) : random.nextInt(256));
      }
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      assertThat(AsciiText.endOfPlain(bytes, from, to))
          .as("seed %d, number %d", seed, i)
          .isEqualTo(end(bytes, from, to, true));
      assertThat(AsciiText.end(bytes, from, to)).isEqualTo(end(bytes, from, to, false));
    }
  }

  @Test
  void eightBytesAtATimeKnowWhatIsPrintable() {
    long seed = 14;
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(30)];
      boolean printable = true;
      for (int at = 0; at < bytes.length; at++) {
        boolean plain = random.nextInt(30) > 0;
        bytes[at] = (byte) (plain ? ' ' + random.nextInt(95) : random.nextInt(256));
        printable &= bytes[at] >= 0x20 && bytes[at] < 0x7F;
      }
      assertThat(AsciiText.isPrintable(bytes))
          .as("seed %d, number %d", seed, i)
          .isEqualTo(printable);
    }
  }

  @Test
  void eightBytesAtATimeAreTheSameWhereEachIs() {
    long seed = 15;
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length + 1);
      int to = from + random.nextInt(bytes.length - from + 1);
      int at = random.nextInt(9);
      byte[] others = new byte[at + to - from];
      System.arraycopy(bytes, from, others, at, to - from);
      if (others.length > at && random.nextBoolean()) {
        others[at + random.nextInt(others.length - at)]++;
      }
      assertThat(AsciiText.isSame(bytes, from, to, others, at))
          .as("seed %d, number %d", seed, i)
          .isEqualTo(Arrays.equals(bytes, from, to, others, at, others.length));
    }
  }

  private static int end(byte[] bytes, int from, int to, boolean plain) {
    int at = from;
    while (at < to && bytes[at] >= 0) {
      if (plain && (bytes[at] < ' ' || bytes[at] == '"' || bytes[at] == '\\')) {
        return at;
      }
      at++;
    }
    return at;
  }
}
