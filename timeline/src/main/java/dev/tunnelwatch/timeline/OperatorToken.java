package dev.tunnelwatch.timeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret of whoever may speak of incidents over HTTP. */
public final class OperatorToken {

  /** Characters; what is shorter can be guessed. */
  public static final int SHORTEST = 16;

  public static final int LONGEST = 1_000;

  /** What a file has to hold, for messages. */
  public static final String EXPECTED =
      "a file with %d to %d visible ASCII characters".formatted(SHORTEST, LONGEST);

  private static final String SCHEME = "bearer ";

  private final byte[] hash;

  private OperatorToken(byte[] hash) {
    this.hash = hash;
  }

  /**
   * Reads the token: the content of a file without the line ends after it.
   *
   * @throws IOException when there is none that can be read
   * @throws IllegalArgumentException when it can be no token; the message has no secret
   */
  public static OperatorToken read(Path file) throws IOException {
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(LONGEST + 3);
    }
    return of(new String(content, StandardCharsets.ISO_8859_1).replaceFirst("[\r\n]+$", ""));
  }

  static OperatorToken of(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      throw new IllegalArgumentException("one that is shorter or longer");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException("one with other characters");
    }
    return new OperatorToken(sha256(text));
  }

  /** Whether a header {@code Authorization} shows it; takes as long whatever is wrong with it. */
  boolean isShownBy(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    var shown = bearer ? authorization.substring(SCHEME.length()).strip() : "";
    return MessageDigest.isEqual(hash, sha256(shown));
  }

  /** Of equal length whatever is shown, so that not even the length can be measured. */
  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "a token";
  }
}
