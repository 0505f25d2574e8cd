package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody's Alertmanager was told of a fleet that is gone: nothing of it goes on firing. */
class FarewellTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Hook alertmanager;
  private Farewell farewell;

  @BeforeEach
  void start() throws IOException {
    alertmanager = Hook.start();
    farewell = new Farewell(alertmanager.base(), "the demo", InstantSource.fixed(TEN));
  }

  @AfterEach
  void stop() {
    farewell.close();
    alertmanager.close();
  }

  @Test
  void whatFiresEndsAtOnceAndWhatIsOverIsNotToldAgain() throws Exception {
    farewell.sent(send("fires", Send.Action.NOTIFY, Tier.NOTIFY));
    farewell.sent(send("fires", Send.Action.UPDATE, Tier.PAGE));
    farewell.sent(send("over", Send.Action.PAGE, Tier.PAGE));
    farewell.sent(send("over", Send.Action.RESOLVE, Tier.PAGE));
    farewell.sent(send("was", Send.Action.TELL, Tier.NOTIFY));

    assertThat(farewell.end()).isEmpty();

    var alerts = JSON.readTree(alertmanager.asked().getFirst().text());
    assertThat(alerts).hasSize(1);
    JsonNode alert = alerts.get(0);
    assertThat(alert.at("/labels/incident").asText()).isEqualTo("fires");
    assertThat(alert.at("/labels/tier").asText()).isEqualTo("page");
    assertThat(alert.path("endsAt").asText()).isEqualTo(TEN.toString());
    assertThat(alert.at("/annotations/summary").asText())
        .startsWith("closed by the demo: paris unreachable");
  }

  @Test
  void thatItTakesNothingIsSaid() {
    alertmanager.answers(_ -> 503);
    farewell.sent(send("fires", Send.Action.PAGE, Tier.PAGE));

    assertThat(farewell.trouble()).get().asString().contains("status 503");
    assertThat(farewell.end()).get().asString().contains("status 503");
  }

  @Test
  void whereNothingFiresNothingIsSent() {
    assertThat(farewell.end()).isEmpty();
    assertThat(alertmanager.asked()).isEmpty();
  }

  private static Send send(String key, Send.Action action, Tier tier) {
    var labels = new SentAlert.Labels(key, "gw-weu", "paris", "gateway");
    return new Send(TEN, labels, tier, action, List.of(parisUnreachable()));
  }
}
