package dev.tunnelwatch.app.check;

import dev.tunnelwatch.ingest.HubAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * One webhook, by the way to it and what it says to OPTIONS: no event is sent, so that nobody is
 * woken. Path and query of its address are not shown, for they may be what keeps strangers out.
 */
final class WebhookCheck implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String ADVICE = "check alerts.webhook.addresses";

  private final URI address;
  private final boolean signed;

  WebhookCheck(URI address, boolean signed) {
    this.address = address;
    this.signed = signed;
  }

  @Override
  public String subject() {
    return "webhook " + address.getScheme() + "://" + address.getRawAuthority();
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    steps.tell("signature", signature());
    var host = host();
    steps.look("name", () -> resolve(host.host()), Verdict::ok);
    steps.look("connection", () -> connect(host), Verdict::ok);
    if (host.tls()) {
      steps.look("tls", () -> Reach.secure(host), Verdict::ok);
    } else {
      steps.look("tls", () -> isLoopback(host.host()), WebhookCheck::open);
    }
    steps.look("answer", this::ask, WebhookCheck::verdict);
  }

  private Verdict signature() {
    return signed
        ? Verdict.ok("events are signed")
        : Verdict.note(
            "events are not signed: whoever knows the address can send some, too",
            "configure alerts.webhook.key-file, and let the receiver check signatures");
  }

  private HubAddress host() {
    boolean tls = "https".equals(address.getScheme());
    int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
    return new HubAddress(address.getHost(), port, tls);
  }

  private static String resolve(String host) {
    try {
      return host + " is " + InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new Trouble(
          "\"" + host + "\" has no address", ADVICE + " and this machine's name server");
    }
  }

  private static String connect(HubAddress host) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(host.host(), host.port()), Math.toIntExact(PATIENCE.toMillis()));
      return "port " + host.port() + " answers";
    } catch (IOException e) {
      throw new Trouble(
          host + " takes no connection (" + e.getMessage() + ')',
          ADVICE + ", that the receiver runs, and that TCP port " + host.port() + " is let out");
    }
  }

  private static boolean isLoopback(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  private static Verdict open(boolean loopback) {
    return loopback
        ? Verdict.ok("none, as it is on loopback")
        : Verdict.note(
            "none: whoever is on the way can read incidents", "use https if the receiver has it");
  }

  private int ask() throws InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var request =
          HttpRequest.newBuilder(address)
              .timeout(PATIENCE)
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
              .build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new Trouble(
          "no answer in HTTP (" + e.getClass().getSimpleName() + ')',
          ADVICE + ": port, and http or https");
    }
  }

  /** Many refuse OPTIONS who take POST, so that only what a POST would meet, too, is wrong. */
  private static Verdict verdict(int status) {
    if (status >= 300 && status < 400) {
      return Verdict.wrong(
          "it sends elsewhere (" + status + ')',
          "configure the address it sends to: alerts are never sent to another than the configured");
    }
    return switch (status) {
      case 401, 403, 404, 410 ->
          Verdict.note(
              "it answers " + status + " to OPTIONS; events may be refused, too",
              "send a page for a test: tunnelwatch alert-test");
      case 500, 502, 503, 504 ->
          Verdict.note(
              "it answers " + status + ": it has trouble now", "events wait until it has none");
      default ->
          Verdict.ok(
              "it answers " + status + " to OPTIONS; whether it takes events only a test tells");
    };
  }
}
