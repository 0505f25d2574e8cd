package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IkeLineTest {

  private static final List<String> PIECES =
      List.of(
          "SESSION_ID :{",
          "session_id : {",
          "0a1b-2C",
          "}",
          ":",
          " ",
          "  ",
          "Remote ",
          "remote",
          "Local ",
          "203.0.113.7:500: ",
          "203.0.113.7:500:",
          "<IPaddress>",
          "[SEND]",
          "Received it",
          "x".repeat(70),
          "\t",
          "\n");

  @Test
  void usualPrefixIsReadAsThePatternReadsIt() {
    long seed = 9;
    var random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      var message = i % 2 == 0 ? pieces(random, 8) : nearlyUsual(random);
      if (!message.isBlank() && !message.contains("[Remote]")) {
        var line = IkeLine.parse(message);
        var parts = line.remote() + " | " + line.text();
        line.general();

        assertThat(parts)
            .as("seed %d: '%s'", seed, message)
            .isEqualTo(line.remote() + " | " + line.text());
      }
    }
  }

  private static String nearlyUsual(Random random) {
    return "SESSION_ID :{0a1b}"
        + piece(random, " Remote ")
        + piece(random, "203.0.113.7:500:")
        + piece(random, " Local ")
        + piece(random, "192.0.2.4:500: ")
        + pieces(random, 3);
  }

  private static String piece(Random random, String usual) {
    return random.nextInt(8) == 0 ? PIECES.get(random.nextInt(PIECES.size())) : usual;
  }

  private static String pieces(Random random, int most) {
    return IntStream.range(0, random.nextInt(most))
        .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
        .collect(Collectors.joining());
  }
}
