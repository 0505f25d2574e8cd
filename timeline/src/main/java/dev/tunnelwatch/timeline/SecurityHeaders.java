package dev.tunnelwatch.timeline;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/**
 * The headers of every reply, errors included. A log line is hostile text: the page may run only
 * the script it was shipped with, and nothing may frame it or guess at content types.
 */
final class SecurityHeaders {

  private static final Map<String, String> ALL =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
              + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  private SecurityHeaders() {}

  static void addTo(HttpFields.Mutable fields) {
    ALL.forEach(fields::put);
  }
}
