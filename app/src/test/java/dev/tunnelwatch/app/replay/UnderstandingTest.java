package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RejectReason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnderstandingTest {

  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
  private static final GatewayId GATEWAY = new GatewayId("/subscriptions/s/g/gw-weu");

  private static final String SESSION = "0a1b2c3d-0000-4000-8000-0000000000";

  private final Understanding understanding = new Understanding(2);

  @Test
  void theShareIsOfTheLinesOfGatewaysAndTheRestIsToldBesideIt() {
    for (int i = 0; i < 7; i++) {
      understanding.saw(routine());
    }
    understanding.saw(unknown("Moon 1 rises"));
    understanding.saw(new Reading.Foreign("metric"));
    understanding.rejected(RejectReason.NOT_JSON);

    assertThat(understanding.unknownShare()).isEqualTo(1.0 / 8);
    assertThat(understanding.told(5))
        .contains(
            "not understood: 12.50 % of 8 lines of gateways (0 unsure, 1 unrecognised)",
            "  routine 7: heard 7",
            "  foreign 1: metric 1",
            "  rejected 1: not_json 1",
            "IKEDiagnosticLog: 1 of 8 lines (12.50 %) in 1 shape");
  }

  @Test
  void linesOfOneShapeAreOneAndTheCommonestComeFirst() {
    understanding.saw(unknown("sun 1 sets"));
    understanding.saw(unknown("Moon 12 rises"));
    understanding.saw(unknown("moon  3 rises"));

    assertThat(understanding.told(1))
        .contains("        2  unrecognised, words  IKELogEvent: Moon # rises")
        .contains("           and 1 shape more")
        .noneMatch(line -> line.contains("sun"));
  }

  @Test
  void inHowManySessionsAShapeWasSaidIsTold() {
    for (int i = 10; i < 40; i++) {
      understanding.saw(unknown("SESSION_ID :{" + SESSION + (10 + i % 2) + "} moon"));
      understanding.saw(unknown("SESSION_ID :{" + SESSION + i + "} sun"));
    }

    assertThat(understanding.told(5))
        .anyMatch(line -> line.endsWith("moon (in 2 sessions)"))
        .anyMatch(line -> line.endsWith("sun (in many sessions)"));
  }

  @Test
  void thatThereAreMoreShapesThanAreToldApartIsSaidLoudly() {
    var other = new Understanding(2);
    understanding.saw(unknown("one"));
    understanding.saw(unknown("two"));
    understanding.saw(unknown("three"));
    other.saw(unknown("two"));
    other.saw(unknown("four"));
    understanding.add(other);

    assertThat(understanding.told(9))
        .contains("IKEDiagnosticLog: 5 of 5 lines (100.00 %) in 2 and more shapes")
        .anyMatch(
            line -> line.contains("LIMIT REACHED: only 2 shapes") && line.contains("2 lines"));
  }

  private static Reading routine() {
    return new Reading.Routine(
        new Presence(GATEWAY, Category.IKE, AT, Optional.empty(), Presence.Sign.HEARD));
  }

  private static Reading unknown(String text) {
    var evidence =
        new Evidence(AT, Optional.empty(), Category.IKE, "IKELogEvent", text, "file:1#0", text);
    return new Reading.Event(new GatewayEvent.Unrecognised(GATEWAY, evidence));
  }
}
