package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void nameThatStandsTwiceIsFoundWhereJacksonFindsIt() throws IOException {
    long seed = 5;
    var random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      var json = object(random, 3);
      assertThat(refused(json, false)).as("seed %d: %s", seed, json).isEqualTo(refused(json, true));
    }
  }

  private static String object(Random random, int depth) {
    int names = random.nextInt(10) == 0 ? random.nextInt(90) : random.nextInt(6);
    int different = names < 6 ? 12 : 2_000;
    return IntStream.range(0, names)
        .mapToObj(_ -> "\"n" + random.nextInt(different) + "\":" + value(random, depth))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Random random, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    return switch (kind) {
      case 1 -> object(random, depth - 1);
      case 2 -> "[" + object(random, depth - 1) + ",1," + object(random, depth - 1) + "]";
      default -> "17";
    };
  }

  private static boolean refused(String text, boolean jackson) throws IOException {
    byte[] body = bytes(text);
    try (var json =
        jackson
            ? StrictJson.parser(body, 0, body.length)
            : StrictJson.scanned(body, 0, body.length)) {
      try {
        json.nextToken();
        if (jackson) {
          json.skipChildren();
        } else {
          new Tokens(json).skip();
        }
        return false;
      } catch (IOException e) {
        assertThat(StrictJson.reason(json, e)).isEqualTo(RejectReason.DUPLICATE_KEY);
        return true;
      }
    }
  }
}
