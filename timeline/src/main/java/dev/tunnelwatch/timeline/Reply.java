package dev.tunnelwatch.timeline;

import java.util.Map;

/**
 * What a route answers, in UTF-8.
 *
 * @param headers beyond the content type and those every reply carries
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply json(String body) {
    return text(200, "application/json; charset=utf-8", body);
  }

  public static Reply plain(int status, String body) {
    return text(status, "text/plain; charset=utf-8", body + "\n");
  }

  public static Reply text(int status, String contentType, String body) {
    return new Reply(status, contentType, body, Map.of());
  }

  static Reply notFound() {
    return plain(404, "nothing stands here");
  }

  Reply with(String header, String value) {
    return new Reply(status, contentType, body, Map.of(header, value));
  }
}
