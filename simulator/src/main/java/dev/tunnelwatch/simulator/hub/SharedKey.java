package dev.tunnelwatch.simulator.hub;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A shared access policy: the name and key with which clients sign their tokens.
 *
 * @param name goes over the wire as {@code skn}
 * @param value the secret itself; its UTF-8 bytes are the HMAC key, as in the official clients
 */
public record SharedKey(String name, String value) {

  private static final int KEY_BYTES = 32;

  public SharedKey {
    Require.text(name, "key name");
    Require.text(value, "key value");
  }

  /** A key nobody knows yet, for a server that lives as long as its process. */
  public static SharedKey generate() {
    var bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SharedKey("RootManageSharedAccessKey", Base64.getEncoder().encodeToString(bytes));
  }

  /** Names the policy and hides the secret. */
  @Override
  public String toString() {
    return "SharedKey[name=" + name + ", value=***]";
  }
}
