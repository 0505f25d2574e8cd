package dev.tunnelwatch.simulator.hub;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks shared access signatures: known policy, right key, not expired.
 *
 * @see <a href="https://learn.microsoft.com/azure/event-hubs/authenticate-shared-access-signature">
 *     Authenticate with shared access signatures</a>
 */
final class SasTokens {

  private static final String SCHEME = "SharedAccessSignature ";
  private static final String HMAC = "HmacSHA256";

  /** What a token is worth. */
  sealed interface Verdict {
    /** Good for {@code path} (a hub, or deeper; empty: the whole server) and all below it. */
    record Granted(String path, Instant expiresAt) implements Verdict {
      boolean covers(String wanted) {
        return path.isEmpty() || wanted.equals(path) || wanted.startsWith(path + "/");
      }
    }

    /** The reason is for the client's log and says nothing of the key. */
    record Denied(String reason) implements Verdict {}
  }

  private final SharedKey key;

  SasTokens(SharedKey key) {
    this.key = key;
  }

  Verdict check(String token, Instant now) {
    if (!token.startsWith(SCHEME)) {
      return new Verdict.Denied("InvalidSignature: not a shared access signature");
    }
    var fields = fields(token.substring(SCHEME.length()));
    var resource = Optional.ofNullable(fields.get("sr"));
    var signature = Optional.ofNullable(fields.get("sig"));
    var expiry = Optional.ofNullable(fields.get("se"));
    if (resource.isEmpty() || signature.isEmpty() || expiry.isEmpty()) {
      return new Verdict.Denied("InvalidSignature: expected sr, sig, se and skn");
    }
    if (!key.name().equals(decoded(fields.getOrDefault("skn", "")))) {
      return new Verdict.Denied("InvalidSignature: unknown policy");
    }
    var expected = sign(resource.get() + "\n" + expiry.get());
    var given = decoded(signature.get()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, given)) {
      return new Verdict.Denied("InvalidSignature: the token has an invalid signature");
    }
    return withinTime(resource.get(), expiry.get(), now);
  }

  private static Verdict withinTime(String resource, String expiry, Instant now) {
    try {
      var expiresAt = Instant.ofEpochSecond(Long.parseLong(decoded(expiry)));
      return expiresAt.isAfter(now)
          ? new Verdict.Granted(LinkAddress.path(decoded(resource)), expiresAt)
          : new Verdict.Denied("ExpiredToken: the token is expired");
    } catch (NumberFormatException e) {
      return new Verdict.Denied("InvalidSignature: se is not a number of seconds");
    }
  }

  private byte[] sign(String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), HMAC));
      return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static Map<String, String> fields(String text) {
    var fields = new HashMap<String, String>();
    Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0], pair[1]));
    return fields;
  }

  /** As sent where it is not decodable: it then matches nothing. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
