package dev.tunnelwatch.timeline;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One address of the web server, what it answers to GET and, where it takes anything, to POST.
 *
 * @param path an exact path, or one that ends with {@code /*} for everything below it
 */
public record Route(String path, Handler handler, Optional<Taker> taker) {

  /** One that only answers GET. */
  public Route(String path, Handler handler) {
    this(path, handler, Optional.empty());
  }

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
  public record Asked(String rest, Map<String, String> headers) {

    /** Empty where there is none. */
    String header(String lowerCaseName) {
      return headers.getOrDefault(lowerCaseName, "");
    }
  }

  /** Answers one POST; likewise. */
  @FunctionalInterface
  public interface Taker {
    Reply reply(Posted posted);
  }

  /** What was asked, with a body that has not been read. */
  public record Posted(Asked asked, Body body) {}

  /** What was sent; to be read once, if at all. */
  @FunctionalInterface
  public interface Body {
    /**
     * All of it.
     *
     * @return empty when it is longer than {@code most} bytes
     * @throws IOException when its end does not come
     */
    Optional<byte[]> read(int most) throws IOException;
  }

  Optional<String> restOf(String asked) {
    if (!path.endsWith("/*")) {
      return path.equals(asked) ? Optional.of("") : Optional.empty();
    }
    var stem = path.substring(0, path.length() - 1);
    return asked.startsWith(stem) ? Optional.of(asked.substring(stem.length())) : Optional.empty();
  }
}
