package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an Alertmanager says of the alert counts for more than what it counts. */
class NotifyingTest {
  private static final String METRICS = "/metrics";
  private static final String STATUS = "/api/v2/status";
  private static final String ALERTS = "/api/v2/alerts";
  private static final Duration WAITED = Duration.ofSeconds(5);

  /** By path. */
  private final Map<String, String> says = new ConcurrentHashMap<>();

  private HttpServer alertmanager;
  private Notifying notifying;

  @BeforeEach
  void start() throws IOException {
    alertmanager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    alertmanager.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var answer = says.getOrDefault(exchange.getRequestURI().getPath(), "");
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    alertmanager.start();
    says.put(
        STATUS,
        """
        {"config": {"original": "route: {receiver: page}\\nreceivers: [{name: page, webhook_configs:\
         [{send_resolved: true}]}]"}}
        """);
    says.put(ALERTS, "[]");
    sent(0);
    notifying =
        new Notifying(URI.create("http://127.0.0.1:" + alertmanager.getAddress().getPort()));
    notifying.begin();
  }

  @AfterEach
  void stop() {
    notifying.close();
    alertmanager.stop(0);
  }

  @Test
  void whatWasSentAndIsNotWithheldWasTold() {
    withheld("");
    sent(1);

    assertThat(notified()).isEqualTo(new Notified.Sent("1 by webhook sent"));
  }

  @Test
  void whatIsWithheldFromAllIsSaidWithItsReason() {
    withheld("\"silencedBy\": [\"3f1c\"]");
    assertThat(notified())
        .isEqualTo(new Notified.Failed("nobody was told: silenced by 3f1c (amtool silence query)"));

    withheld("\"inhibitedBy\": [\"ab12\"]");
    assertThat(notified())
        .isEqualTo(
            new Notified.Failed(
                "nobody was told: inhibited by another alert (amtool alert query)"));

    withheld("\"silencedBy\": [], \"inhibitedBy\": [], \"mutedBy\": [\"nights\"]");
    assertThat(notified())
        .isEqualTo(
            new Notified.Failed("nobody was told: muted by the time interval nights of its route"));
  }

  /** A site alert may come seconds after the page that it inhibits, and the phone has rung. */
  @Test
  void whatWasSentAndIsWithheldByNowIsNotKnown() {
    withheld("\"inhibitedBy\": [\"ab12\"]");
    sent(1);

    assertThat(notified())
        .isEqualTo(
            new Notified.Unknown(
                "1 by webhook sent, but by now it is inhibited by another alert (amtool alert"
                    + " query): that may have come before or after"));
  }

  private Notified notified() {
    return notifying.notified("0000000000000001", WAITED);
  }

  private void sent(int count) {
    says.put(
        METRICS,
        """
        alertmanager_alerts_received_total{status="firing",version="v2"} 1
        process_start_time_seconds 1.7958973083e+09
        alertmanager_notifications_total{integration="webhook"} %1$d
        alertmanager_notification_requests_total{integration="webhook"} %1$d
        """
            .formatted(count));
  }

  private void withheld(String status) {
    says.put(ALERTS, "[{\"receivers\": [{\"name\": \"page\"}], \"status\": {" + status + "}}]");
  }
}
