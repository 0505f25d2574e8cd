package dev.tunnelwatch.ingest;

import java.nio.file.Path;
import java.util.Optional;

/**
 * With what a hub is told who is reading. One, named by who configures it: a chain that falls
 * through to whatever the machine happens to have is found out in an outage.
 */
public sealed interface Credential {

  /** A shared access key or signature, in a connection string of the namespace or of the hub. */
  record SharedAccess(Secret connection) implements Credential {}

  /**
   * An identity of Microsoft Entra ID.
   *
   * @param namespace of the hub: {@code example.servicebus.windows.net}
   */
  record Entra(String namespace, Identity identity) implements Credential {

    public Entra {
      if (namespace.isBlank()) {
        throw new IllegalArgumentException(
            "namespace: expected some text, got \"" + namespace + '"');
      }
    }
  }

  /** Whose identity it is. */
  sealed interface Identity {

    /**
     * That of the machine this runs on.
     *
     * @param clientId of one that was assigned by a user; else the system's
     */
    record Managed(Optional<String> clientId) implements Identity {}

    /**
     * That of a Kubernetes service account. What is left out is in the environment, where the
     * cluster's webhook puts it.
     *
     * @param tokenFile of the account
     */
    record Workload(Optional<String> tenantId, Optional<String> clientId, Optional<Path> tokenFile)
        implements Identity {}

    /**
     * That of an application with a certificate.
     *
     * @param certificate in PEM, with its private key; in PFX where there is a password
     */
    record Certificate(
        String tenantId, String clientId, Path certificate, Optional<Secret> password)
        implements Identity {}

    /** That of whoever is logged in with the az command; for development. */
    record Cli() implements Identity {}
  }
}
