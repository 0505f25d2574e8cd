package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenRequestContext;
import com.azure.messaging.eventhubs.implementation.EventHubSharedKeyCredential;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens made by the official client, judged by us. */
class SasTokensTest {

  private static final String HUB = "amqp://127.0.0.1/Logs";

  private final SharedKey key = new SharedKey("listen", "c2VjcmV0");
  private final SasTokens tokens = new SasTokens(key);

  private static String token(SharedKey key, String resource) {
    return new EventHubSharedKeyCredential(key.name(), key.value(), Duration.ofMinutes(20))
        .getTokenSync(new TokenRequestContext().addScopes(resource))
        .getToken();
  }

  @Test
  void aTokenIsGoodForItsHubAndAllBelowUntilItExpires() {
    var now = Instant.now();

    assertThat(tokens.check(token(key, HUB), now))
        .isInstanceOfSatisfying(
            SasTokens.Verdict.Granted.class,
            granted -> {
              assertThat(granted.covers("logs")).isTrue();
              assertThat(granted.covers("logs/partitions/0")).isTrue();
              assertThat(granted.covers("logs2")).isFalse();
            });
    assertThat(tokens.check(token(key, HUB), now.plus(Duration.ofMinutes(21))))
        .isEqualTo(new SasTokens.Verdict.Denied("ExpiredToken: the token is expired"));
  }

  @ParameterizedTest
  @CsvSource({"listen, b3RoZXI=", "send, c2VjcmV0"})
  void anotherKeyOrPolicyIsDenied(String name, String value) {
    var other = token(new SharedKey(name, value), HUB);

    assertThat(tokens.check(other, Instant.now())).isInstanceOf(SasTokens.Verdict.Denied.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer x", "SharedAccessSignature ", "SharedAccessSignature sr=a&sig=%&se=x"})
  void whatIsNoTokenIsDenied(String text) {
    assertThat(tokens.check(text, Instant.EPOCH)).isInstanceOf(SasTokens.Verdict.Denied.class);
  }

  @Test
  void aTokenStretchedToAnotherHubIsDenied() {
    var stretched = token(key, HUB).replace("Logs", "Other");

    assertThat(tokens.check(stretched, Instant.now())).isInstanceOf(SasTokens.Verdict.Denied.class);
  }

  @Test
  void aKeyIsNotPrinted() {
    assertThat(key.toString()).doesNotContain(key.value());
  }
}
