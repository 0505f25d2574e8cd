package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Values.BACK;
import static dev.tunnelwatch.records.Values.GW_WEU;
import static dev.tunnelwatch.records.Values.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of people: as they stand in the topic, and whatever else may stand there. */
class OperatorJsonTest {
  private static final String INCIDENT = "0123456789abcdef";
  private static final Seen SEEN =
      new Seen(3, Severity.CRITICAL, List.of(new Seen.Lost(GW_WEU, "paris", LOST)));

  private static final String SEEN_JSON =
      "\"seen\":{\"revision\":3,\"severity\":\"critical\",\"lost\":[{\"gateway\":\"%s\",\"site\":\"paris\",\"from\":\"%s\"}]}"
          .formatted(GW_WEU, LOST);

  static Stream<Deed> deeds() {
    return Stream.of(
        new Deed.Acknowledge(),
        new Deed.Close(),
        new Deed.ExpectUntil(BACK.plus(Duration.ofHours(2))),
        new Deed.Note("the provider is at it: ticket 42, \"fibre cut\" – 修理中 🛠"));
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void everyWordComesBack(Deed deed) {
    var said = said("anna", deed);

    assertThat(OperatorJson.read(OperatorJson.write(said))).isEqualTo(said);
  }

  @Test
  void theFormIsContract() {
    var until = BACK.plus(Duration.ofHours(2));
    var head =
        "{\"schema\":1,\"incident\":\"%s\",\"who\":\"anna\",\"at\":\"%s\",%s,"
            .formatted(INCIDENT, BACK, SEEN_JSON);

    assertThat(written(new Deed.Acknowledge())).isEqualTo(head + "\"deed\":\"acknowledge\"}");
    assertThat(written(new Deed.Close())).isEqualTo(head + "\"deed\":\"close\"}");
    assertThat(written(new Deed.ExpectUntil(until)))
        .isEqualTo(head + "\"deed\":\"expect-until\",\"until\":\"" + until + "\"}");
    assertThat(written(new Deed.Note("cut")))
        .isEqualTo(head + "\"deed\":\"note\",\"text\":\"cut\"}");
  }

  @Test
  void boundsAreHeldAndTheirMessagesQuoteNothing() {
    var most = new Deed.Note("🛠".repeat(OperatorAction.LONGEST_NOTE));
    assertThat(said("a".repeat(OperatorAction.LONGEST_WHO), most).deed()).isEqualTo(most);

    refused("anna", new Deed.Note("x".repeat(2_001)), "text: expected 1 to 2000 characters");
    refused("anna", new Deed.Note("two\nlines"), "text: expected one line of plain text");
    refused("anna", new Deed.Note("\u202Eturned"), "text: expected one line of plain text");
    refused("anna", new Deed.Note("half \uD83D"), "text: expected one line of plain text");
    refused("a".repeat(101), new Deed.Close(), "who: expected 1 to 100 characters");
    refused(" ", new Deed.Close(), "who: expected 1 to 100 characters, got none");
    refused("anna\u001B[2J", new Deed.Close(), "who: expected one line of plain text");
    refused("anna", new Deed.ExpectUntil(BACK), "until: expected an instant in the 30 days after");
    refused(
        "anna",
        new Deed.ExpectUntil(BACK.plus(Duration.ofDays(31))),
        "until: expected an instant in the 30 days after");
  }

  /** Each can be read as an instant, and beyond each of them time cannot be counted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1000000000-12-31T23:59:59.999999999Z",
        "-1000000000-01-01T00:00:00Z",
        "9999-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z"
      })
  void wordOfATimeThatNobodyLivesInIsNone(String at) {
    for (var deed : List.of("acknowledge\"", "expect-until\",\"until\":\"" + at + "\"")) {
      var json =
          "{\"schema\":1,\"incident\":\"%s\",\"who\":\"anna\",\"at\":\"%s\",%s,\"deed\":\"%s}"
              .formatted(INCIDENT, at, SEEN_JSON, deed);

      assertThatThrownBy(() -> OperatorJson.read(json.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(MalformedJsonException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"schema\":2}",
        "{\"schema\":1,\"incident\":\"0123456789ABCDEF\",\"who\":\"a\",\"at\":\"2026-03-02T10:00:00Z\","
            + "\"seen\":{\"revision\":1,\"severity\":\"info\",\"lost\":[]},\"deed\":\"close\"}",
        "{\"schema\":1,\"incident\":\"0123456789abcdef\",\"who\":\"a\\u0007\",\"at\":\"2026-03-02T10:00:00Z\","
            + "\"seen\":{\"revision\":1,\"severity\":\"info\",\"lost\":[]},\"deed\":\"close\"}",
        "{\"schema\":1,\"incident\":\"0123456789abcdef\",\"who\":\"a\",\"at\":\"2026-03-02T10:00:00Z\","
            + "\"deed\":\"close\"}",
        "{\"schema\":1,\"incident\":\"0123456789abcdef\",\"who\":\"a\",\"at\":\"2026-03-02T10:00:00Z\","
            + "\"seen\":{\"revision\":1,\"severity\":\"info\",\"lost\":[]},\"deed\":\"drop tables\"}",
        "{\"schema\":1,\"incident\":\"0123456789abcdef\",\"who\":\"a\",\"at\":\"+999999999-12-31T23:59:59Z\","
            + "\"seen\":{\"revision\":1,\"severity\":\"info\",\"lost\":[]},\"deed\":\"expect-until\","
            + "\"until\":\"+1000000000-12-31T23:59:59Z\"}"
      })
  void whatIsNoWordOfAPersonIsOneClearError(String text) {
    assertThatThrownBy(() -> OperatorJson.read(Fixture.bytes(text)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("expected")
        .hasMessageNotContaining("drop tables");
  }

  @Test
  void aRequestSaysWhoAndWhat() {
    var request =
        OperatorJson.readRequest(Fixture.bytes("{\"who\":\"anna\",\"deed\":\"acknowledge\"}"));

    assertThat(request).isEqualTo(new OperatorJson.Request("anna", new Deed.Acknowledge()));
    assertThatThrownBy(
            () -> OperatorJson.readRequest(Fixture.bytes("{\"who\":\"anna\",\"deed\":\"note\"}")))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("text: expected a text, got nothing");
  }

  private static String written(Deed deed) {
    return new String(OperatorJson.write(said("anna", deed)), StandardCharsets.UTF_8);
  }

  private static OperatorAction said(String who, Deed deed) {
    return new OperatorAction(INCIDENT, who, BACK, SEEN, deed);
  }

  private static void refused(String who, Deed deed, String message) {
    assertThatThrownBy(() -> said(who, deed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("turned");
  }
}
