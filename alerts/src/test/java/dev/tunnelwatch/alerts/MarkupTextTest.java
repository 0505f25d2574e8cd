package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile line could do where people read it, and does not. */
class MarkupTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " → ",
      quoteCharacter = '"',
      value = {
        // Slack: a mention of all, of one, of a group, a link with other words
        "<!channel> → ‹!channel›",
        "<!subteam^S1|here> → ‹!subteam^S1",
        "<@U024BE7LH> → ‹＠U024BE7LH›",
        "<http://evil.example|Azure> → ‹http:∕∕evil.example",
        "&lt;!here&gt; → ＆lt;!here＆gt;",
        // Mattermost, Discord and others know mentions without brackets
        "@channel → ＠channel",
        "@everyone → ＠everyone",
        // Markdown of Teams: links, images, references, code
        "[Azure](https://evil.example) → [Azure] (https:∕∕evil.example)",
        "![x](//evil.example/p.png) → ![x] (∕∕evil.example/p.png)",
        "[x][y] → [x] [y]",
        "[y]: evil.example → [y] : evil.example",
        "``` → '''",
        // HTML of a mail
        "<img src=//e onerror=a()> → ‹img src=∕∕e onerror=a()›",
        "&#60;script → ＆#60;script",
        // Templates
        "{{ .CommonLabels }} → { { .CommonLabels }}",
        "{{{x → { { {x",
      })
  void markupIsTextThatLooksTheSame(String hostile, String shown) {
    assertThat(MarkupText.inert(hostile)).startsWith(shown);
  }

  /** What the gateways really write is left as it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SESSION_ID :{a0b1-2} Remote 203.0.113.7:500: Local 10.1.0.4:500: [SEND] Deleting SA",
        "Disconnected 203.0.113.7 with status 13805 (0x35ed) Negotiation timed out",
        "prefixes 10.0.0.0/16, 2001:db8::/32 withdrawn",
        "It goes on: 5*3 ~ 15, a_b, #1",
      })
  void whatGatewaysWriteIsLeftAsItIs(String line) {
    assertThat(MarkupText.inert(line)).isEqualTo(line);
  }

  @Test
  void controlAndLineEndsGoToo() {
    assertThat(MarkupText.inert("a\r\n\u001b[2J\u202eb")).isEqualTo("a���[2J�b");
  }

  @RepeatedTest(20)
  void nothingThatCouldStartMarkupIsLeftOfAnyText() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var letters = "<>&@`/:[](){}!a \n\u202e";
    var hostile = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      hostile.append(letters.charAt(random.nextInt(letters.length())));
    }

    var inert = MarkupText.inert(hostile.toString());

    assertThat(inert)
        .doesNotContain("<", ">", "&", "@", "`", "//", "](", "][", "]:", "{{", "\n", "\u202e");
    assertThat(MarkupText.inert(inert)).isEqualTo(inert);
  }
}
