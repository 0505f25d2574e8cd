package dev.tunnelwatch.ingest;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;

/** The official client's credential for an identity: that one alone, no chain. */
final class EntraTokens {

  private EntraTokens() {}

  /**
   * Makes one; asks nobody for a token yet.
   *
   * @throws IllegalArgumentException where something is missing that the environment was to have
   */
  static TokenCredential of(Credential.Identity identity) {
    var http = HttpClient.createDefault();
    return switch (identity) {
      case Credential.Identity.Managed(var clientId) -> {
        var builder = new ManagedIdentityCredentialBuilder().httpClient(http);
        clientId.ifPresent(builder::clientId);
        yield builder.build();
      }
      case Credential.Identity.Workload(var tenantId, var clientId, var tokenFile) -> {
        var builder = new WorkloadIdentityCredentialBuilder().httpClient(http);
        tenantId.ifPresent(builder::tenantId);
        clientId.ifPresent(builder::clientId);
        tokenFile.ifPresent(file -> builder.tokenFilePath(file.toString()));
        yield builder.build();
      }
      case Credential.Identity.Certificate(
              var tenantId,
              var clientId,
              var certificate,
              var password) -> {
        var builder =
            new ClientCertificateCredentialBuilder()
                .httpClient(http)
                .tenantId(tenantId)
                .clientId(clientId);
        yield (password.isPresent()
                ? builder
                    .pfxCertificate(certificate.toString())
                    .clientCertificatePassword(password.get().reveal())
                : builder.pemCertificate(certificate.toString()))
            .build();
      }
      case Credential.Identity.Cli _ -> new AzureCliCredentialBuilder().build();
    };
  }
}
