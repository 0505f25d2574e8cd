package dev.tunnelwatch.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void noLineIsWiderThanATerminalAndNoWordIsLost() {
    var text = "found    12345678  " + "paris tokyo ".repeat(40).strip();

    var shown = said(text);

    assertThat(shown.lines()).hasSizeGreaterThan(4).allMatch(line -> line.length() <= 110);
    assertThat(shown.replaceAll("\\s+", " ").strip()).isEqualTo(text.replaceAll("\\s+", " "));
  }

  @Test
  void addressStaysWhole() {
    var address = "/a".repeat(100);

    assertThat(said("  data and logs in " + address).lines())
        .containsExactly("  data and logs in", "  " + address);
    assertThat(said(address)).isEqualTo(address + "\n");
  }

  private static String said(String text) {
    var bytes = new ByteArrayOutputStream();
    new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8)).say(text);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
