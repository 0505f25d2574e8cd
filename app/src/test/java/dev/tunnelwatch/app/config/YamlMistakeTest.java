package dev.tunnelwatch.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlMistakeTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "web:;  port: 1;  port: 2|a key that is there twice in line 3",
        "data-directory: canary: here|a colon where none may be",
        "web:;    port: 1;  host: canary|a line that is indented otherwise than its neighbours in",
        "web: {port: 1;roles: [canary]|keys with { that are not closed by } in line 1",
        "web:;  port: [canary;roles:; x: 1|a list with [ that is not closed by ] (an address with ? needs"
            + " quotes there) in line 2",
        "alerts:;  heartbeat: [http://canary.example/beat?k=1]|a list with [ that is not closed by ]"
            + " (an address with ? needs quotes there) in line 2",
        "web:;\tport: 1|a tab (YAML is indented by spaces) in line 2",
        "web:;  host: @canary|a text that begins with a sign of YAML's own (it needs quotes) in line 2",
        "web:;  host: %canary|a text that begins with a sign of YAML's own (it needs quotes) in line 2",
        "web:;  host: * canary|a text that begins with * (it needs quotes) in line 2",
        "web:;  host: \"canary|a quote that is not closed",
        "web:;  host: \"canary\\q\"|a \\ in double quotes that stands for nothing in line 2",
        "web:;  port: 1;canary;roles: x|a key without a colon and a space behind it",
        "roles: streams;- canary|a line that is indented otherwise than its neighbours",
        "web: - canary|a dash where no list may begin in line 1",
      })
  void isToldInWordsOfOurs(String lines, String words) throws IOException {
    var told = told(lines.replace(';', '\n') + '\n');

    assertThat(told).contains("the file: expected YAML, got " + words).doesNotContain("canary");
  }

  /** A parser's own words would quote it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "web: !canary x",
        "web: !<canary",
        "web: !c!anary x",
        "web: &canary",
        "web: &can=ary x",
        "%canary",
        "web: |canary\n  x",
        "? canary\n? [",
        "web: \u0007canary",
        "canary: {canary: [}",
        "'canary",
        "web: \"\\xcanary\"",
        "--- canary\n--- canary: [",
      })
  void neverTellsWhatStandsThere(String text) throws IOException {
    assertThat(told(text)).doesNotContain("canary");
  }

  @Test
  void mistakeOfAnotherKindStillHasItsLine() throws IOException {
    assertThat(told("web:\n  host: |canary\n    x\n"))
        .contains("the file: expected YAML, got a mistake in line 2");
  }

  private String told(String yaml) throws IOException {
    var file = Files.writeString(directory.resolve("c.yml"), yaml);
    var refusal = catchThrowable(() -> ConfigReader.read(file, Map.of()));
    return refusal == null ? "" : String.valueOf(refusal.getMessage());
  }
}
