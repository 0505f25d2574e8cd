package dev.tunnelwatch.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What makes two records the same (rule 5), as a hash that tells nothing of the content. */
final class Digest {

  private static final int BYTES = 16;

  private final MessageDigest sha256 = sha256();

  private Digest() {}

  /** Over instant, gateway, category, operation and normalised properties; 32 hex digits. */
  static String of(Line line) {
    var digest = new Digest();
    digest.add(line.badTime().orElseGet(line.at()::toString));
    digest.add(line.gateway().resourceId());
    digest.add(line.category().azureName());
    digest.add(line.operation().toLowerCase(Locale.ROOT));
    for (var property : line.properties().sorted()) {
      digest.add(property.name());
      digest.add(property.value());
    }
    return HexFormat.of().formatHex(digest.sha256.digest(), 0, BYTES);
  }

  /** Of one text. */
  static String of(String text) {
    var digest = new Digest();
    digest.add(text);
    return HexFormat.of().formatHex(digest.sha256.digest(), 0, BYTES);
  }

  /** With its length in front, so that no two lists of texts run together alike. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    sha256.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
