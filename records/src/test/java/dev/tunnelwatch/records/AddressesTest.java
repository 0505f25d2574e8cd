package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found letter by letter is what a pattern would find. */
class AddressesTest {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\w.:])(?:\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}"
              + "|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43})(?:/\\d{1,3})?(?![\\w])");

  private static final Pattern SESSION =
      Pattern.compile("\\[([A-Za-z0-9]{1,16}_[A-Za-z0-9-]{1,64})\\]");

  private static final List<String> PIECES =
      List.of(
          "203.0.113.7",
          "10.0.0.0/8",
          "10.0.0.0/1234",
          "1.2.3",
          "::1",
          "2001:db8::",
          "2001:db8::/48",
          "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
          "abcde",
          "a",
          "g",
          "_",
          "1",
          "0000",
          ".",
          ":",
          "/",
          "-",
          " ",
          ",",
          "[",
          "]",
          "OVPN_0A",
          "0123456789abcdef",
          "\u017F",
          "\u0661",
          "\u00e4",
          "\n");

  @Test
  void findsWhatAPatternFinds() {
    long seed = 20_261_126;
    var random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      var text =
          IntStream.range(0, 1 + random.nextInt(12))
              .mapToObj(_ -> PIECES.get(random.nextInt(PIECES.size())))
              .collect(Collectors.joining());
      var about = "seed %d: '%s'".formatted(seed, text);
      var words = ADDRESS.matcher(text).results().map(MatchResult::group).toList();
      var named = Addresses.in(text);

      assertThat(named.addresses()).as(about).containsExactlyElementsOf(addresses(words));
      assertThat(named.prefixes()).as(about).containsExactlyElementsOf(prefixes(words));
      assertThat(P2sLines.named(text))
          .as(about)
          .isEqualTo(SESSION.matcher(text).results().map(hit -> hit.group(1)).findFirst());
    }
  }

  private static Set<IpAddress> addresses(List<String> words) {
    return words.stream()
        .filter(word -> word.indexOf('/') < 0)
        .flatMap(word -> Addresses.literal(word).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<Prefix> prefixes(List<String> words) {
    return words.stream()
        .filter(word -> word.indexOf('/') >= 0)
        .flatMap(word -> prefix(word).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Optional<Prefix> prefix(String word) {
    try {
      return Optional.of(Prefix.parse(word));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
