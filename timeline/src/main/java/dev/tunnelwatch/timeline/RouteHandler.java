package dev.tunnelwatch.timeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Between Jetty and our routes: finds the route, and gives every reply its security headers. */
final class RouteHandler extends Handler.Abstract {

  private static final Set<String> ASKING = Set.of("GET", "HEAD");

  private final List<Route> routes;

  RouteHandler(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var reply = reply(request);
    response.setStatus(reply.status());
    SecurityHeaders.addTo(response.getHeaders());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    reply.headers().forEach(response.getHeaders()::put);
    var body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(body, 0, head ? 0 : body.length), callback);
    return true;
  }

  private Reply reply(Request request) {
    boolean asks = ASKING.contains(request.getMethod());
    boolean posts = request.getMethod().equals("POST");
    var path = Request.getPathInContext(request);
    for (var route : routes) {
      var rest = route.restOf(path);
      if (rest.isPresent() && (asks || (posts && route.taker().isPresent()))) {
        var asked = new Route.Asked(rest.get(), headersOf(request));
        return asks
            ? route.handler().reply(asked)
            : route.taker().orElseThrow().reply(new Route.Posted(asked, bodyOf(request)));
      }
    }
    return asks
        ? Reply.notFound()
        : Reply.plain(405, "only GET is answered").with("Allow", "GET, HEAD");
  }

  private static Route.Body bodyOf(Request request) {
    return most -> {
      try (var in = Content.Source.asInputStream(request)) {
        var bytes = in.readNBytes(most + 1);
        return bytes.length > most ? Optional.empty() : Optional.of(bytes);
      }
    };
  }

  private static Map<String, String> headersOf(Request request) {
    var headers = new HashMap<String, String>();
    for (HttpField field : request.getHeaders()) {
      headers.merge(
          field.getName().toLowerCase(Locale.ROOT),
          String.valueOf(field.getValue()),
          (one, two) -> one + ", " + two);
    }
    return headers;
  }
}
