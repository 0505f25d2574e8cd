package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A look before the try changes nothing that is found. */
class SoughtTest {

  private static final List<String> PIECES =
      List.of(
          "peer",
          "Neighbour",
          "ip",
          "IP=",
          "address",
          " ",
          "=",
          ":",
          "203.0.113.7",
          "10.0.0.0/8",
          "::1",
          "2001:db8::",
          "1",
          ".",
          "a",
          "user",
          "UserName",
          "CN=",
          "name",
          "Remote ",
          "[Remote] ",
          "]",
          "[",
          ",",
          "@",
          "x.example",
          "error",
          "Status",
          "code",
          "0x80073",
          "65AB",
          "13801",
          "\u017F",
          "\u00e4",
          "\n");

  private static final List<Sought> ALL = List.of(RouteLines.PEER, IkeErrors.CODES);

  @Test
  void findsWhatThePatternFinds() {
    long seed = 20260302;
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var text =
          IntStream.range(0, random.nextInt(14))
              .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
              .collect(Collectors.joining());
      for (var sought : ALL) {
        assertThat(sought.replaceAll(text, hit -> "<" + hit.group() + ">"))
            .as("seed %d: %s in '%s'", seed, sought.pattern(), text)
            .isEqualTo(
                sought
                    .pattern()
                    .matcher(text)
                    .replaceAll(hit -> Matcher.quoteReplacement("<" + hit.group() + ">")));
      }
    }
  }
}
