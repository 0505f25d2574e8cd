package dev.tunnelwatch.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** An address of a server, which is logged and quoted as it is and so must hold no password. */
public final class HttpAddress {

  /** What is expected, for messages. */
  public static final String EXPECTED = "an address such as http://127.0.0.1:9093";

  private static final String WITHOUT_USER = EXPECTED + ", without user and password";

  private HttpAddress() {}

  /** Empty when the text is none, or has user information. */
  public static Optional<URI> of(String text) {
    try {
      var uri = new URI(text);
      var scheme = String.valueOf(uri.getScheme());
      if (List.of("http", "https").contains(scheme)
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      // told by the caller, as is an address of another kind
    }
    return Optional.empty();
  }

  /** What was expected instead of a text that is no address. */
  public static String expected(String text) {
    return maySaySecret(text) ? WITHOUT_USER : EXPECTED;
  }

  /** The text as it may be shown: not at all when it may hold a password. */
  public static String shown(String text) {
    return maySaySecret(text) ? "one with @ (not shown)" : Settings.quoted(text);
  }

  private static boolean maySaySecret(String text) {
    return text.contains("@");
  }
}
