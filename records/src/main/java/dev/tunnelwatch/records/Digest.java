package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What makes two records the same (rule 5), as a hash that tells nothing of the content. */
final class Digest {

  private static final int BYTES = 16;

  /** Of most records all that is hashed. */
  private static final int USUAL = 1_024;

  private static final int KNOWN = 1 << 10;

  /** Names, ids and states; messages differ. */
  private static final int LONGEST_KNOWN = 256;

  /** Looking one up is as dear as using it. */
  private static final ThreadLocal<Digest> OWN = ThreadLocal.withInitial(Digest::new);

  private final MessageDigest sha256 = sha256();

  /** What is to be hashed: handing it over in small pieces takes longer than hashing. */
  private final byte[] gathered = new byte[USUAL];

  private int size;

  /** Texts that stand in record after record, as bytes. */
  private final @Nullable String[] known = new String[KNOWN];

  private final byte[][] encoded = new byte[KNOWN][];

  private Digest() {}

  /** Over instant, gateway, category, operation and normalised properties; 32 hex digits. */
  static String of(Line line) {
    var own = OWN.get();
    line.badTime().ifPresentOrElse(own::add, () -> own.add(line.at()));
    own.addKnown(line.gateway().resourceId());
    own.addKnown(line.category().azureName());
    own.addKnown(line.operation().toLowerCase(Locale.ROOT));
    for (var property : line.properties().sorted()) {
      own.addKnown(property.name());
      if (property.name().equals("message")) {
        own.add(property.value());
      } else {
        own.addKnown(property.value());
      }
    }
    return own.hex();
  }

  /** Of one text. */
  static String of(String text) {
    var own = OWN.get();
    own.add(text);
    return own.hex();
  }

  /** What was put into it, as 32 hex digits. */
  static String hex(MessageDigest sha256) {
    return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
  }

  private String hex() {
    handOver();
    return hex(sha256);
  }

  private void handOver() {
    sha256.update(gathered, 0, size);
    size = 0;
  }

  /** Likewise of a text that may well have been among others before. */
  private void addKnown(String text) {
    if (text.length() > LONGEST_KNOWN) {
      add(text);
      return;
    }
    int place = text.hashCode() & (known.length - 1);
    if (!text.equals(known[place])) {
      known[place] = text;
      encoded[place] = text.getBytes(StandardCharsets.UTF_8);
    }
    add(encoded[place]);
  }

  /** With its length in front, so that no two lists of texts run together alike. */
  private void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] bytes) {
    add(bytes.length, Integer.BYTES);
    if (gathered.length - size < bytes.length) {
      handOver();
      sha256.update(bytes);
    } else {
      System.arraycopy(bytes, 0, gathered, size, bytes.length);
      size += bytes.length;
    }
  }

  /** With what is no length of a text in front, since a text may stand in its place. */
  private void add(Instant at) {
    add(-1, Integer.BYTES);
    add(at.getEpochSecond(), Long.BYTES);
    add(at.getNano(), Integer.BYTES);
  }

  private void add(long number, int bytes) {
    if (gathered.length - size < bytes) {
      handOver();
    }
    for (int shift = Byte.SIZE * (bytes - 1); shift >= 0; shift -= Byte.SIZE) {
      gathered[size++] = (byte) (number >>> shift);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
