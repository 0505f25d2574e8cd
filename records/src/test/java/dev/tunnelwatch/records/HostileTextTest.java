package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern that backtracks would not come back from these within the day. */
class HostileTextTest {

  private static final int LENGTH = 100_000;

  @ParameterizedTest
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  @ValueSource(
      strings = {
        "a",
        "1",
        ".",
        ":",
        "1.",
        "1:",
        "[",
        " ",
        "x@",
        "user=",
        "user= ",
        "user=a ",
        "CN=a",
        "IP=1",
        "Remote ",
        "Remote a:1: ",
        "SESSION_ID :{",
        "error 1",
        "error: ",
        "[Remote] ",
        "[ErrorCode]",
        "connection name:",
        "connection ' ",
        "peer ip address ",
        "10.0.0.0/8 ",
        "::1 ",
        "IN_",
        "[RECV] Messid",
        "policy1",
        "\uD83D\uDE00"
      })
  void muchNonsenseIsReadAllTheSame(String part) {
    var text = part.repeat(LENGTH / part.length());
    for (var category : Category.values()) {
      var operation =
          switch (category) {
            case GATEWAY -> "SetConnectionConfiguration";
            case TUNNEL -> "TunnelConnected";
            case ROUTE -> "BgpRouteUpdate";
            case IKE -> "IKELogEvent";
            case P2S -> "P2SLogEvent";
          };

      assertThat(Fixture.read(Fixture.said(category, operation, text)))
          .isNotInstanceOf(Reading.Rejected.class);
    }
  }
}
