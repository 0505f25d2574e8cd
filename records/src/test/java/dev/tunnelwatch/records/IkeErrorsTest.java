package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Reason;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IkeErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "13801",
    "0x35E9",
    "0x35e9",
    "0x000035e9",
    "0x800735E9",
    "-2147011095",
    "2147956201",
    "ERROR_IPSEC_IKE_AUTH_FAIL"
  })
  void oneCodeHasManyNotations(String written) {
    assertThat(IkeErrors.codeOf(written)).hasValue(13_801);
  }

  @Test
  void theTableIsWhole() {
    var codes =
        IntStream.rangeClosed(13_801, 13_999)
            .filter(code -> IkeErrors.known(code).isPresent())
            .count();

    assertThat(codes).isEqualTo(50 + 40 + 7 + 7 + 1);
    assertThat(IkeErrors.known(0x363D).orElseThrow().name())
        .isEqualTo("ERROR_IPSEC_IKE_MM_EXPIRED");
    assertThat(IkeErrors.known(0x365C).orElseThrow().name())
        .isEqualTo("ERROR_IPSEC_CLEAR_TEXT_DROP");
    assertThat(IkeErrors.known(0x3643).orElseThrow().name())
        .isEqualTo("ERROR_IPSEC_IKE_SHUTTING_DOWN");
    assertThat(IkeErrors.known(0x3651).orElseThrow().name())
        .isEqualTo("ERROR_IPSEC_IKE_AUTHORIZATION_FAILURE");
    assertThat(IkeErrors.known(0x3612).orElseThrow().name())
        .isEqualTo("ERROR_IPSEC_IKE_PROCESS_ERR_VENDOR");
  }

  @Test
  void aCodeThatIsInNoTableStatesNothing() {
    assertThat(IkeErrors.reason(13_990)).contains(Reason.UNRECOGNISED);
    assertThat(IkeErrors.reason(0)).isEmpty();
  }

  @Test
  void aBareCodeIsShownWithItsName() {
    var lost = Fixture.event(Fixture.tunnel("TunnelDisconnected", "0x8007363E"));
    var unknown = Fixture.event(Fixture.tunnel("TunnelDisconnected", "0x80071234"));

    assertThat(lost.evidence().text())
        .isEqualTo(
            "Disconnected 203.0.113.7 0x8007363E"
                + " (13886 ERROR_IPSEC_IKE_PEER_MM_ASSUMED_INVALID)");
    assertThat(unknown.evidence().text()).isEqualTo("Disconnected 203.0.113.7 0x80071234");
  }
}
