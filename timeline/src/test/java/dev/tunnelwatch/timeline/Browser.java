package dev.tunnelwatch.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A real browser whose page is read, typed into and clicked on.
 *
 * @see <a href="https://www.w3.org/TR/webdriver2/">WebDriver</a>
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("started successfully on port (\\d+)");

  /** Under which an answer holds an element, by the standard. */
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final URI base;
  private final String session;

  private Browser(Process driver, int port, Path profile) throws Exception {
    this.driver = driver;
    base = URI.create("http://127.0.0.1:" + port);
    var options =
        Map.of(
            "binary",
            SystemProgram.CHROMIUM.require().toString(),
            "args",
            List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
    var wanted = Map.of("alwaysMatch", Map.of("goog:chromeOptions", options));
    session =
        "/session/" + post("/session", Map.of("capabilities", wanted)).path("sessionId").asText();
  }

  static Browser start(Path profile) throws Exception {
    var driver =
        new ProcessBuilder(SystemProgram.CHROMEDRIVER.require().toString(), "--port=0")
            .redirectErrorStream(true)
            .start();
    try {
      return new Browser(driver, portOf(driver), profile);
    } catch (Exception e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  private static int portOf(Process driver) throws IOException {
    var said = driver.inputReader(UTF_8);
    for (var line = said.readLine(); line != null; line = said.readLine()) {
      var listening = LISTENING.matcher(line);
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
    }
    throw new IOException("the driver ended before it listened");
  }

  private JsonNode post(String path, Map<String, ?> body) throws Exception {
    var text = BodyPublishers.ofString(JSON.writeValueAsString(body));
    return ask(HttpRequest.newBuilder(base.resolve(path)).POST(text).build());
  }

  private JsonNode ask(HttpRequest request) throws IOException, InterruptedException {
    var reply = http.send(request, BodyHandlers.ofString());
    if (reply.statusCode() != 200) {
      throw new IOException(request.uri() + ": " + reply.body());
    }
    return JSON.readTree(reply.body()).path("value");
  }

  void open(String address) throws Exception {
    var _ = post(session + "/url", Map.of("url", address));
  }

  private String element(String using, String what) throws Exception {
    var found = post(session + "/element", Map.of("using", using, "value", what));
    return session + "/element/" + found.path(ELEMENT).asText();
  }

  /** Of the first that fits. */
  String text(String selector) throws Exception {
    var path = element("css selector", selector) + "/text";
    return ask(HttpRequest.newBuilder(base.resolve(path)).build()).asText();
  }

  /** What a script gives back. */
  JsonNode run(String script) throws Exception {
    return post(session + "/execute/sync", Map.of("script", script, "args", List.of()));
  }

  void type(String selector, String text) throws Exception {
    var _ = post(element("css selector", selector) + "/value", Map.of("text", text));
  }

  void click(String selector) throws Exception {
    var _ = post(element("css selector", selector) + "/click", Map.of());
  }

  /** A button by what begins its words. */
  void press(String words) throws Exception {
    var button = "//button[starts-with(., '" + words + "')]";
    var _ = post(element("xpath", button) + "/click", Map.of());
  }

  @Override
  public void close() throws IOException {
    try {
      var _ = ask(HttpRequest.newBuilder(base.resolve(session)).DELETE().build());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      driver.destroy();
      http.close();
    }
  }
}
