package dev.tunnelwatch.benchmarks.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook of the generic sort: takes CloudEvents, and looks at who signed them. */
final class Hook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALGORITHM = "HmacSHA256";
  private static final String SECRET = "a secret of more than 16 bytes";

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Listener listener = Listener.start(Map.of("/hook", this::take));
  private final Path key;

  /**
   * What came.
   *
   * @param subject the page key
   * @param action the last word of its type
   * @param incident which is the page key, too, as none of them goes on as another
   * @param genuine signed with our key, under the same key in its header as in its body
   * @param at by {@link System#nanoTime}
   */
  record Event(
      String subject, String action, String incident, String labels, boolean genuine, long at) {}

  private Hook(Path key) {
    this.key = key;
  }

  /**
   * Starts one.
   *
   * @param key where it keeps its key, for whoever signs
   */
  static Hook start(Path key) throws IOException {
    return new Hook(Files.writeString(key, SECRET + "\n"));
  }

  private void take(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var event = JSON.readTree(body);
    var type = event.path("type").asText();
    events.add(
        new Event(
            event.path("subject").asText(),
            type.substring(type.lastIndexOf('.') + 1),
            event.at("/data/incident/id").asText(),
            event.at("/data/labels").toString(),
            isGenuine(exchange, body, event),
            System.nanoTime()));
    exchange.sendResponseHeaders(204, -1);
  }

  private static boolean isGenuine(HttpExchange exchange, byte[] body, JsonNode event) {
    var headers = exchange.getRequestHeaders();
    var signed = "v1=" + sign(headers.getFirst("Tunnelwatch-Timestamp"), body);
    return signed.equals(headers.getFirst("Tunnelwatch-Signature"))
        && event.path("subject").asText().equals(headers.getFirst("Idempotency-Key"));
  }

  /** Written down here once more, from docs/receivers.md. */
  private static String sign(String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((timestamp + '.').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  String address() {
    return "http://" + listener.authority() + "/hook";
  }

  Path key() {
    return key;
  }

  /** Nobody listens from now on. */
  void leave() {
    listener.leave();
  }

  void comeBack() {
    listener.comeBack();
  }

  /** In the order in which they came. */
  List<Event> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    listener.close();
  }
}
