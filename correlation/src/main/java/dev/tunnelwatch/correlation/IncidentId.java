package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/** The id of an incident (rule 39). */
final class IncidentId {
  private static final int DIGITS = 16;

  private IncidentId() {}

  /**
   * @param scope of the root: gateway, site or location
   */
  static String of(String scope, ConditionKind kind, String entity, Instant from) {
    var text =
        String.join("\n", scope, kind.name().toLowerCase(Locale.ROOT), entity, from.toString());
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
