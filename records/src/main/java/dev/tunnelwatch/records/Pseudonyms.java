package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces user names and client addresses. With a key the same person gets the same word, so that
 * lines can be told together and nobody without the key can tell who it is; without one everybody
 * is {@value #REDACTED}.
 */
public final class Pseudonyms {

  /** How each of these words begins. */
  static final String PREFIX = "user-";

  public static final String REDACTED = "user-redacted";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HEX_DIGITS = 12;

  private final Optional<SecretKeySpec> key;

  private Pseudonyms(Optional<SecretKeySpec> key) {
    this.key = key;
  }

  /**
   * With a key.
   *
   * @param key at least 16 bytes, kept secret
   * @throws IllegalArgumentException when it is shorter
   */
  public static Pseudonyms keyed(byte[] key) {
    if (key.length < 16) {
      throw new IllegalArgumentException("key: expected at least 16 bytes, got " + key.length);
    }
    return new Pseudonyms(Optional.of(new SecretKeySpec(key, ALGORITHM)));
  }

  public static Pseudonyms redacted() {
    return new Pseudonyms(Optional.empty());
  }

  /** The word for a name or an address, case aside. */
  String of(String personal) {
    return key.map(secret -> PREFIX + hex(secret, personal)).orElse(REDACTED);
  }

  private static String hex(SecretKeySpec secret, String personal) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] digest =
          mac.doFinal(personal.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
