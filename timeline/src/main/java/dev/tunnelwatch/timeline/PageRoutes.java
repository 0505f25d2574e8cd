package dev.tunnelwatch.timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The web page: a handful of files, read once. */
final class PageRoutes {

  private PageRoutes() {}

  static List<Route> routes() {
    return List.of(
        file("/", "index.html", "text/html; charset=utf-8"),
        file("/timeline.js", "timeline.js", "text/javascript; charset=utf-8"),
        file("/axis.js", "axis.js", "text/javascript; charset=utf-8"),
        file("/operator.js", "operator.js", "text/javascript; charset=utf-8"),
        file("/favicon.svg", "favicon.svg", "image/svg+xml"),
        file("/timeline.css", "timeline.css", "text/css; charset=utf-8"));
  }

  private static Route file(String path, String name, String contentType) {
    var reply = Reply.text(200, contentType, read(name));
    return new Route(path, _ -> reply);
  }

  private static String read(String name) {
    try (var in = PageRoutes.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("page/" + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
