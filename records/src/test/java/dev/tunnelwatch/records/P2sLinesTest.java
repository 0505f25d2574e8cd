package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static dev.tunnelwatch.records.Fixture.event;
import static dev.tunnelwatch.records.Fixture.p2s;
import static dev.tunnelwatch.records.Fixture.presence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.Unrecognised;
import dev.tunnelwatch.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class P2sLinesTest {

  private static final String SESSION = "[MSG] [default] [OVPN_00AA11BB] ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connect request received. IP=0.0.113.9:4711 | REQUESTED",
        "AAD authentication succeeded. Username=***one@example.com | AUTHENTICATED",
        "Connection successful. Username=***one@example.com IP=172.16.0.9 | CONNECTED",
        "EAP authentication failed. Username=***one@example.com | AUTHENTICATION_FAILED",
        "RADIUS server rejected Username=one | AUTHENTICATION_FAILED",
        "client certificate revoked | AUTHENTICATION_FAILED",
        "Connection failed. No free address left in pool | POOL_EXHAUSTED",
        "address pool 172.16.0.0/24 exhausted | POOL_EXHAUSTED",
        "Connection failed. Username=one | FAILED",
        "Disconnect request received <= Remote initiated | DISCONNECTED",
      })
  void aSessionsFateIsReadByFamiliesOfWords(String text, P2sOutcome outcome) {
    assertThat(event(p2s(SESSION + text)))
        .isInstanceOfSatisfying(
            P2sSession.class,
            it -> {
              assertThat(it.session()).isEqualTo("OVPN_00AA11BB");
              assertThat(it.outcome()).isEqualTo(outcome);
            });
  }

  @Test
  void aFailureAndAnEndTellWhy() {
    assertThat(((P2sSession) event(p2s("EAP authentication failed"))).reason())
        .isEqualTo(Reason.AUTHENTICATION);
    assertThat(
            ((P2sSession) event(p2s("Disconnect request received <= Remote initiated"))).reason())
        .isEqualTo(Reason.REMOTELY_TRIGGERED);
  }

  @Test
  void linesWithoutASessionAreSessionsOfTheirOwn() {
    var one = (P2sSession) event(p2s("Connection failed (a)"));
    var other = (P2sSession) event(p2s("Connection failed (b)"));

    assertThat(one.session()).startsWith("unnamed-").isNotEqualTo(other.session());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Statistics: bytes in 17, out 4", "IPsec policy applied", "EAP identity"})
  void theRestOfADialogueIsRoutine(String text) {
    assertThat(presence(p2s(SESSION + text)).tunnel()).isEmpty();
  }

  @Test
  void unknownWordsAreUnrecognised() {
    assertThat(event(p2s(SESSION + "blue moon"))).isInstanceOf(Unrecognised.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection successful. Username=***one@example.com IP=198.51.100.9",
        "Connection successful. UserName: EXAMPLE\\some one, IP: 198.51.100.9:4711",
        "Connection successful for some.one@example.com from 198.51.100.9",
        "Connection successful. CN=some one] ClientIP=2001:db8::9",
        "blue moon of user=some one",
        "blue moon from 2001:db8::9",
      })
  void nobodyIsNamedInEvidence(String text) {
    var evidence = event(p2s(SESSION + text)).evidence();

    assertThat(evidence.text())
        .contains("OVPN_00AA11BB", Pseudonyms.REDACTED)
        .doesNotContain("one", "198.51", "2001:db8", "EXAMPLE");
  }

  @Test
  void fieldsOfTheirOwnAreMaskedToo() {
    var record =
        Fixture.record(
            Category.P2S,
            "P2SLogEvent",
            "{\"userName\":\"one\",\"message\":\"Connection failed\",\"clientIP\":\"198.51.100.9\"}");

    // What is hashed into the digest has been masked before.
    assertThat(event(record).evidence().digest())
        .isEqualTo(event(record.replace("\"one\"", "\"two\"")).evidence().digest());
  }

  @Test
  void aKeyMakesTheSamePersonTheSameWord() {
    var reader = new RecordReader(Pseudonyms.keyed(bytes("0123456789abcdef")));
    var other = new RecordReader(Pseudonyms.keyed(bytes("another key of 16")));

    var first = text(reader, "AAD authentication succeeded. Username=***One@example.com");
    var again = text(reader, "Connection failed. Username=***one@EXAMPLE.com");
    var elsewhere = text(other, "Connection failed. Username=***one@EXAMPLE.com");

    var word = first.substring(first.indexOf("user-"));
    assertThat(word).matches("user-[0-9a-f]{12}");
    assertThat(again).endsWith(word);
    assertThat(elsewhere).doesNotContain(word);
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatThrownBy(() -> Pseudonyms.keyed(bytes("short")))
        .hasMessage("key: expected at least 16 bytes, got 5");
  }

  @Test
  void theIkeLinesOfAClientHideItsAddressToo() {
    var line =
        "[Remote] 198.51.100.9:4500 [Local] 192.0.2.4:4500 [ConnType] IKEv2-P2S [IkeEvent]"
            + " SA_DREAMS [ErrorCode] 0";

    assertThat(event(Fixture.ike(line)).evidence().text())
        .contains("192.0.2.4")
        .doesNotContain("198.51.100.9");
  }

  private static String text(RecordReader reader, String message) {
    var reading = reader.read(bytes(p2s(SESSION + message)), Fixture.ORIGIN);
    return ((Reading.Event) reading).event().evidence().text();
  }
}
