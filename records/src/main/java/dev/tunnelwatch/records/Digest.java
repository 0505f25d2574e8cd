package dev.tunnelwatch.records;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What makes two records the same (rule 5), as a hash that tells nothing of the content. */
final class Digest {

  private static final int BYTES = 16;

  /** Looking one up is as dear as using it. */
  private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(Digest::sha256);

  private Digest() {}

  /** Over instant, gateway, category, operation and normalised properties; 32 hex digits. */
  static String of(Line line) {
    var texts = new ArrayList<byte[]>(16);
    add(line.badTime().orElseGet(line.at()::toString), texts);
    add(line.gateway().resourceId(), texts);
    add(line.category().azureName(), texts);
    add(line.operation().toLowerCase(Locale.ROOT), texts);
    for (var property : line.properties().sorted()) {
      add(property.name(), texts);
      add(property.value(), texts);
    }
    return of(texts);
  }

  /** Of one text. */
  static String of(String text) {
    return of(List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void add(String text, List<byte[]> texts) {
    texts.add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Each with its length in front, so that no two lists of texts run together alike. */
  private static String of(List<byte[]> texts) {
    int size = 0;
    for (var text : texts) {
      size += Integer.BYTES + text.length;
    }
    var all = ByteBuffer.allocate(size);
    for (var text : texts) {
      all.putInt(text.length).put(text);
    }
    return HexFormat.of().formatHex(SHA256.get().digest(all.array()), 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
