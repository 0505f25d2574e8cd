package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.identity.CredentialUnavailableException;
import dev.tunnelwatch.ingest.HubTrouble.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class HubTroublesTest {
  private static final String CANARY = "c2VjcmV0LWNhbmFyeQ==";

  private final HubTroubles troubles =
      new HubTroubles(
          new Credential.SharedAccess(
              new Secret(
                  "Endpoint=sb://example.servicebus.windows.net/;SharedAccessKeyName=listen;"
                      + "SharedAccessKey="
                      + CANARY)));

  @Test
  void causesAreToldApartHoweverDeepTheyAre() {
    assertThat(kind(new UnknownHostException("x"))).isEqualTo(Kind.HOST_UNKNOWN);
    assertThat(kind(new ConnectException("refused"))).isEqualTo(Kind.UNREACHABLE);
    assertThat(kind(new SSLException("no path"))).isEqualTo(Kind.TLS);
    assertThat(kind(new TimeoutException())).isEqualTo(Kind.SILENT);
    assertThat(kind(new CredentialUnavailableException("no endpoint"))).isEqualTo(Kind.NO_TOKEN);
    assertThat(kind(new IllegalStateException("?"))).isEqualTo(Kind.OTHER);
    assertThat(kind(said(AmqpErrorCondition.UNAUTHORIZED_ACCESS, "401"))).isEqualTo(Kind.REFUSED);
    assertThat(kind(said(AmqpErrorCondition.NOT_FOUND, "hub/$management"))).isEqualTo(Kind.NO_HUB);
    assertThat(kind(said(AmqpErrorCondition.NOT_FOUND, "hub/ConsumerGroups/x/Partitions/0")))
        .isEqualTo(Kind.NO_GROUP);
    assertThat(kind(said(AmqpErrorCondition.LINK_STOLEN, "epoch"))).isEqualTo(Kind.OWNED);
  }

  @Test
  void nothingThatIsSecretIsRepeated() {
    var quoting =
        "bad SharedAccessKey=abc; key "
            + CANARY
            + " and SharedAccessSignature sr=x&sig=def, errorContext[NAMESPACE: x]";

    var told = troubles.of(said(AmqpErrorCondition.UNAUTHORIZED_ACCESS, quoting));

    assertThat(told.sentence())
        .contains("the hub refuses the credential (bad SharedAccessKey=(secret); key (secret) and")
        .contains("sig=(secret)")
        .doesNotContain(CANARY, "abc", "def", "errorContext");
  }

  @Test
  void whatDiffersFromTryToTryIsLeftOut() {
    var told =
        troubles.of(
            said(AmqpErrorCondition.NOT_FOUND, "not\n found. TrackingId:7_G1, SystemTracker:x"));

    assertThat(told.said()).isEqualTo("not found.");
  }

  private Kind kind(Throwable problem) {
    return troubles.of(new RuntimeException(problem)).kind();
  }

  private static AmqpException said(AmqpErrorCondition condition, String message) {
    return new AmqpException(false, condition, message, null);
  }
}
