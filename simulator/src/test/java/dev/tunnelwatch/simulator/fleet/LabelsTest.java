package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

  @TempDir Path dir;

  private static final Label LABEL =
      new Label(
          "blip-1",
          Label.BLIP,
          Cause.UNEXPLAINED,
          Set.of(Cause.UNEXPLAINED, Cause.PEER_CLOSED),
          new Label.Scope(List.of(), List.of(), List.of("paris")),
          new Label.Span(Instant.parse("2026-03-02T06:00:00Z"), Optional.empty()),
          new Label.Verdict(Severity.INFO, false),
          List.of(),
          List.of());

  private static final String JSON =
      "{\"id\":\"blip-1\",\"kind\":\"blip\",\"cause\":\"unexplained\","
          + "\"acceptable\":[\"peer_closed\",\"unexplained\"],\"gateways\":[],\"tunnels\":[],"
          + "\"sites\":[\"paris\"],\"startedAt\":\"2026-03-02T06:00:00Z\",\"endedAt\":null,"
          + "\"recoveryLost\":false,\"severity\":\"info\",\"page\":false,\"pageFrom\":null,\"redundancy\":[],\"evidence\":[]}";

  @Test
  void aLabelIsOneLineOfTheseFields() {
    assertThat(Labels.write(List.of(LABEL))).isEqualTo(JSON + "\n");
  }

  @Test
  void unknownFieldsArePassedOver() throws IOException {
    var file = dir.resolve("labels.jsonl");
    Files.writeString(
        file, JSON.replace("\"kind\"", "\"of\":[1,{\"later\":true}],\"kind\"") + "\n\n");

    assertThat(Labels.read(file)).containsExactly(LABEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":",
        "{\"id\":\"a\"} {}",
        "{\"id\":\"a\",\"kind\":\"a\",\"cause\":\"bad weather\"}"
      })
  void whatIsNoLabelIsNamedByItsLine(String bad) throws IOException {
    var file = dir.resolve("labels.jsonl");
    Files.writeString(file, JSON + '\n' + (bad.isEmpty() ? "nonsense" : bad) + '\n');

    assertThatThrownBy(() -> Labels.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("labels.jsonl line 2: expected a label");
  }

  @Test
  void aLabelAcceptsItsOwnCause() {
    assertThatThrownBy(
            () ->
                new Label(
                    "x",
                    "x",
                    Cause.UNEXPLAINED,
                    Set.of(Cause.PEER_CLOSED),
                    LABEL.scope(),
                    LABEL.span(),
                    LABEL.verdict(),
                    List.of(),
                    List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acceptable: expected it to hold unexplained");
  }
}
