package dev.tunnelwatch.alerts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that webhooks are signed with. */
public final class WebhookKey {

  /** Bytes; HMAC takes fewer, a guesser too. */
  public static final int SHORTEST = 16;

  public static final int LONGEST = 4_096;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] bytes;

  private WebhookKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads the key: the content of a file without the line ends after it, as a shell reads it, too.
   *
   * @throws IOException when there is none that can be read
   * @throws IllegalArgumentException when it is too short or too long; the message has no secret
   */
  public static WebhookKey read(Path file) throws IOException {
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(LONGEST + 3);
    }
    int length = content.length;
    while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
      length--;
    }
    if (length < SHORTEST || length > LONGEST) {
      throw new IllegalArgumentException(
          "key: expected %d to %d bytes, got %s"
              .formatted(SHORTEST, LONGEST, length > LONGEST ? "more" : length));
    }
    return new WebhookKey(Arrays.copyOf(content, length));
  }

  /** Of {@code timestamp.body}, in hexadecimal digits. */
  String sign(String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes, ALGORITHM));
      mac.update((timestamp + '.').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "a key of " + bytes.length + " bytes";
  }
}
