package dev.tunnelwatch.app.check;

import java.io.IOException;
import java.net.URI;
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
  private static final String KEY = "alerts.webhook.addresses";

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
    new HttpWay(address, KEY, "incidents").run(steps);
    steps.look("answer", this::ask, WebhookCheck::verdict);
  }

  private Verdict signature() {
    return signed
        ? Verdict.ok("events are signed")
        : Verdict.note(
            "events are not signed: whoever knows the address can send some, too",
            "configure alerts.webhook.key-file, and let the receiver check signatures");
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
          "check " + KEY + ": port, and http or https");
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
