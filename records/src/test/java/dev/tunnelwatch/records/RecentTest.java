package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was made of a text is made again only for want of room. */
class RecentTest {

  private final List<String> made = new ArrayList<>();

  @Test
  void twoTextsInOnePlaceDoNotPushEachOtherOut() {
    var recent = new Recent<>(2, this::make); // so that all share one place and the one beside it

    for (int i = 0; i < 10; i++) {
      assertThat(of(recent, "203.0.113.7")).isEqualTo("of 203.0.113.7");
      assertThat(of(recent, "203.0.113.8")).isEqualTo("of 203.0.113.8");
    }

    assertThat(made).containsExactly("203.0.113.7", "203.0.113.8");
  }

  @Test
  void aThirdOnePushesTheOldestOut() {
    var recent = new Recent<>(2, this::make);

    for (var text : List.of("a", "b", "c", "d", "c", "d")) {
      assertThat(of(recent, text)).isEqualTo("of " + text);
    }

    assertThat(made).startsWith("a", "b", "c", "d").hasSizeLessThan(6);
  }

  @Test
  void textsThatDifferAnywhereAreTwo() {
    var text = "Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup2 ".repeat(3);
    var recent = new Recent<>(1 << 10, this::make, 1_024, 1_024);

    for (int i = 0; i < text.length(); i++) {
      var other = text.substring(0, i) + '_' + text.substring(i + 1);
      assertThat(of(recent, other)).isEqualTo("of " + other);
    }
  }

  private String make(String text) {
    made.add(text);
    return "of " + text;
  }

  private static String of(Recent<String> recent, String text) {
    var bytes = ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    return recent.of(bytes, 1, bytes.length - 1);
  }
}
