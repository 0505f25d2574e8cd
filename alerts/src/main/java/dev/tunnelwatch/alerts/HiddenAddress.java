package dev.tunnelwatch.alerts;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An address whose path and query may hold a secret, so that neither is ever shown. */
record HiddenAddress(URI uri) {

  private static final int DIGITS = 8;

  /** Host and a few digits of a hash of the whole: two paths of one host are two. */
  String name() {
    return uri.getHost() + '-' + digits(uri.toString());
  }

  /** The address without what may be secret. */
  String shown() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static String digits(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      var bytes = hash.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return shown();
  }
}
