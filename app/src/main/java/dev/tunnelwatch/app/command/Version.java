package dev.tunnelwatch.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is and on which Java it runs, in one line. */
final class Version {
  private Version() {}

  static String line() {
    return "Tunnelwatch %s, Java %s (%s)"
        .formatted(
            build(), Runtime.version(), System.getProperty("java.vendor.version", "no vendor"));
  }

  /** As the build wrote it into {@code version.properties}. */
  private static String build() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    var version = properties.getProperty("version", "");
    return version.isEmpty() || version.startsWith("$") ? "of an unknown build" : version;
  }
}
