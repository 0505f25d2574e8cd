package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Canary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our own record is told from every gateway's, whatever it says. */
final class CanaryTest {
  private static final Instant AT = Instant.parse(Fixture.TIME);

  @Test
  void aCanaryIsOneRecordOfItsOwnKind() {
    var elements = new BodySplitter().split(CanaryJson.body(AT));

    assertThat(elements)
        .singleElement()
        .isInstanceOfSatisfying(
            Element.Rec.class,
            rec -> {
              assertThat(rec.gateway()).isEqualTo(Canary.GATEWAY);
              var reading = Fixture.read(new String(rec.bytes(), StandardCharsets.UTF_8));
              assertThat(reading).isEqualTo(new Reading.Canary(AT));
              assertThat(Classification.of(reading))
                  .isEqualTo(new Classification(Standing.ROUTINE, "canary"));
            });
  }

  /** Nobody makes the reserved gateway one of the fleet. */
  @ParameterizedTest
  @CsvSource({
    "IKEDiagnosticLog, IKELogEvent, 'Received IKE DPD ACK packet'",
    "TunnelDiagnosticLog, TunnelDisconnected, gone",
    "RouteDiagnosticLog, Whatever, ''",
  })
  void whateverIsSaidInItsNameIsACanary(String category, String operation, String message) {
    var record =
        """
        {"time":"%s","resourceId":"%s","category":"%s","operationName":"%s",\
        "properties":{"instance":"GatewayTenantWorker_IN_0","message":"SESSION_ID \
        :{0b7d3c5e-5c0e-4d51-9f5e-3a1f6f1c2d3e} Remote 203.0.113.7:500: Local 192.0.2.4:500: \
        [RECEIVED] %s"}}"""
            .formatted(
                AT,
                Canary.GATEWAY.resourceId().toUpperCase(Locale.ROOT),
                category,
                operation,
                message);

    assertThat(Fixture.read(record)).isEqualTo(new Reading.Canary(AT));
    assertThat(BodyReaderTest.inOnePass(Fixture.bytes(record)))
        .singleElement()
        .asString()
        .contains("Canary[at=" + AT);
  }
}
