package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.AzureCliCredential;
import com.azure.identity.ClientCertificateCredential;
import com.azure.identity.ManagedIdentityCredential;
import com.azure.identity.WorkloadIdentityCredential;
import dev.tunnelwatch.ingest.Credential.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each identity by itself. Whether Azure gives it a token only Azure can tell. */
class EntraTokensTest {
  private static final String TENANT = "00000000-0000-0000-0000-000000000001";

  @TempDir Path directory;

  @Test
  void everyIdentityIsThatOneAndNoChain() throws IOException {
    var file = Files.writeString(directory.resolve("token"), "a token");

    assertThat(EntraTokens.of(new Identity.Managed(Optional.of("client"))))
        .isInstanceOf(ManagedIdentityCredential.class);
    assertThat(
            EntraTokens.of(
                new Identity.Workload(
                    Optional.of(TENANT), Optional.of("client"), Optional.of(file))))
        .isInstanceOf(WorkloadIdentityCredential.class);
    assertThat(EntraTokens.of(new Identity.Certificate(TENANT, "client", file, Optional.empty())))
        .isInstanceOf(ClientCertificateCredential.class);
    assertThat(EntraTokens.of(new Identity.Cli())).isInstanceOf(AzureCliCredential.class);
  }

  @Test
  void fileThatIsNoCertificateFailsWhereATokenIsAskedFor() throws IOException {
    var file = Files.writeString(directory.resolve("application.pem"), "canary");
    var tokens = EntraTokens.of(new Identity.Certificate(TENANT, "client", file, Optional.empty()));
    var request = new TokenRequestContext().addScopes("https://eventhubs.azure.net/.default");

    assertThatThrownBy(() -> tokens.getTokenSync(request)).hasMessageNotContaining("canary");
  }

  @Test
  void sourceWithAnIdentityIsOpenedWithoutAskingAnybody() {
    var credential =
        new Credential.Entra(
            "example.servicebus.windows.net", new Identity.Managed(Optional.empty()));
    var source = new HubSource("logs", credential, "logs", "$Default", new StartAt.Earliest());

    var opened = new EventHubSource(source, 1);
    opened.close();

    assertThat(source.toString()).contains("example.servicebus.windows.net");
  }
}
