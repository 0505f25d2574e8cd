package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command {@code operator} refuses before it asks anybody. */
class OperatorUsageTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0123456789abcdef|close it|close: expected nothing behind it, got \"it\"",
        "0123456789abcdef|expect-until|expect-until: expected an instant such as",
        "0123456789abcdef|expect-until noon|expect-until: expected an instant such as",
        "0123456789abcdef|expect-until 2020-01-01T00:00:00Z|until: expected an instant in the 30 days",
        "0123456789abcdef|note|text: expected 1 to 2000 characters, got none",
        "paris|close|--incident: expected 16 hex digits such as 0123456789abcdef, got \"paris\""
      })
  void whatMakesNoSenseIsWrongUsage(String incident, String words, String message)
      throws IOException {
    var run = operator("kafka: {bootstrap-servers: '127.0.0.1:1'}", incident, words);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith(message).contains("usage: tunnelwatch operator");
  }

  @Test
  void itSaysWhatMayBeSaid() throws IOException {
    assertThat(operator("kafka: {}", "0123456789abcdef", "shrug").err())
        .startsWith("operator: expected acknowledge|close|expect-until T|note TEXT, got \"shrug\"");
  }

  @Test
  void withoutAKafkaThatOthersKnowNothingCanBeSaid() throws IOException {
    var run = operator("web: {port: 0}", "0123456789abcdef", "close");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("kafka.bootstrap-servers: expected the running Kafka");
  }

  private Run operator(String config, String incident, String words) throws IOException {
    var file = Files.writeString(directory.resolve("c.yml"), "roles: [alerts]\n" + config + '\n');
    var all =
        new ArrayList<>(List.of("operator", "--config", file.toString(), "--incident", incident));
    all.addAll(List.of(words.split(" ", -1)));
    return Run.of(all.toArray(String[]::new));
  }
}
