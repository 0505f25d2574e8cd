package dev.tunnelwatch.timeline;

import java.util.Map;
import java.util.Optional;

/**
 * One address of the web server and what it answers to GET.
 *
 * @param path an exact path, or one that ends with {@code /*} for everything below it
 */
public record Route(String path, Handler handler) {

  /** Answers one request; runs on a thread of the server and may be called concurrently. */
  @FunctionalInterface
  public interface Handler {
    Reply reply(Asked asked);
  }

  /**
   * What was asked.
   *
   * @param rest what follows the path of a {@code /*} route, without its slash; else empty
   * @param headers by lower-case name
   */
  public record Asked(String rest, Map<String, String> headers) {}

  Optional<String> restOf(String asked) {
    if (!path.endsWith("/*")) {
      return path.equals(asked) ? Optional.of("") : Optional.empty();
    }
    var stem = path.substring(0, path.length() - 1);
    return asked.startsWith(stem) ? Optional.of(asked.substring(stem.length())) : Optional.empty();
  }
}
