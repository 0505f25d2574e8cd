package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What makes two records the same (rule 5), as a hash that tells nothing of the content. */
final class Digest {

  private static final int BYTES = 16;

  /** Looking one up is as dear as using it. */
  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Digest::sha256);

  private Digest() {}

  /** Over instant, gateway, category, operation and normalised properties; 32 hex digits. */
  static String of(Line line) {
    var sha256 = SHA256.get();
    add(sha256, line.badTime().orElseGet(line.at()::toString));
    add(sha256, line.gateway().resourceId());
    add(sha256, line.category().azureName());
    add(sha256, line.operation().toLowerCase(Locale.ROOT));
    for (var property : line.properties().sorted()) {
      add(sha256, property.name());
      add(sha256, property.value());
    }
    return hex(sha256);
  }

  /** Of one text. */
  static String of(String text) {
    var sha256 = SHA256.get();
    add(sha256, text);
    return hex(sha256);
  }

  /** What was put into it, as 32 hex digits. */
  static String hex(MessageDigest sha256) {
    return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
  }

  /** With its length in front, so that no two lists of texts run together alike. */
  private static void add(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      sha256.update((byte) (bytes.length >>> shift));
    }
    sha256.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
