package dev.tunnelwatch.app.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One Alertmanager, by the way to it and its status: nothing is sent to it. */
final class AlertmanagerCheck implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Bytes of an answer: it grows with the cluster, a few hundred for each peer. */
  private static final int LONGEST = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;

  AlertmanagerCheck(URI base) {
    this.base = base;
  }

  @Override
  public String subject() {
    return "alertmanager " + base;
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    new HttpWay(base, "alerts.alertmanagers", "incidents").run(steps);
    steps.look("status", this::ask, verdict -> verdict);
  }

  private Verdict ask() throws InterruptedException {
    var text = base.toString();
    var status = URI.create((text.endsWith("/") ? text : text + '/') + "api/v2/status");
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var request = HttpRequest.newBuilder(status).timeout(PATIENCE).build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        var begun = new String(body.readNBytes(LONGEST), StandardCharsets.UTF_8);
        return verdict(answer.statusCode(), begun);
      }
    } catch (IOException e) {
      var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new Trouble(
          "no answer in HTTP (" + why + ')', "check alerts.alertmanagers: port, and http or https");
    }
  }

  private static Verdict verdict(int status, String body) {
    if (status == 401 || status == 403) {
      return Verdict.wrong(
          "it asks for a login (" + status + ')',
          "let Tunnelwatch in without one, for instance through a proxy on loopback");
    }
    if (status >= 300 && status < 400) {
      return Verdict.wrong(
          "it sends elsewhere (" + status + ')',
          "configure the address it sends to: alerts are never sent to another than the configured");
    }
    return status == 200
        ? recognised(body)
        : Verdict.wrong("it answers with status " + status, NOT_ITS_ADDRESS);
  }

  private static final String NOT_ITS_ADDRESS =
      "check alerts.alertmanagers: the base address, with the --web.route-prefix if it has one";

  private static Verdict recognised(String body) {
    try {
      var told = JSON.readTree(body);
      var version = told.at("/versionInfo/version").asText("");
      if (!version.isEmpty()) {
        return Verdict.ok("Alertmanager %s answers, %s".formatted(version, cluster(told)));
      }
    } catch (JsonProcessingException e) {
      // no JSON: something else than an Alertmanager, as said below
    }
    return Verdict.wrong("something answers that is no Alertmanager", NOT_ITS_ADDRESS);
  }

  private static String cluster(JsonNode told) {
    var status = told.at("/cluster/status").asText("?");
    return status.equals("disabled")
        ? "in no cluster"
        : "cluster %s of %d".formatted(status, Math.max(1, told.at("/cluster/peers").size()));
  }
}
