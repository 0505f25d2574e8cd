package dev.tunnelwatch.ingest;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/**
 * Where a hub's namespace is.
 *
 * @param tls always, but for the emulator
 */
public record HubAddress(String host, int port, boolean tls) {
  private static final int AMQPS = 5671;
  private static final int AMQP = 5672;

  /** Looks nothing up. */
  public static HubAddress of(Credential credential) {
    return switch (credential) {
      case Credential.Entra(var namespace, _) -> new HubAddress(namespace, AMQPS, true);
      case Credential.SharedAccess(var connection) -> of(connection);
    };
  }

  private static HubAddress of(Secret connection) {
    var endpoint = URI.create(part(connection, "endpoint"));
    boolean tls = !Boolean.parseBoolean(part(connection, "usedevelopmentemulator"));
    int port = endpoint.getPort() >= 0 ? endpoint.getPort() : tls ? AMQPS : AMQP;
    return new HubAddress(String.valueOf(endpoint.getHost()), port, tls);
  }

  private static String part(Secret connection, String name) {
    return Arrays.stream(connection.reveal().strip().split(";", -1))
        .map(String::strip)
        .filter(part -> part.toLowerCase(Locale.ROOT).startsWith(name + '='))
        .map(part -> part.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return host + ':' + port;
  }
}
