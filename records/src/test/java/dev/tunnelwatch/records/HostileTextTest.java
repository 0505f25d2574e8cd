package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Offer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A pattern that backtracks would not come back from these within the day. */
class HostileTextTest {

  private static final int LENGTH = 100_000;

  static final List<String> PARTS =
      List.of(
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
          "\uD83D\uDE00",
          "A",
          "a, ",
          "x=y ",
          "[a] 1",
          "10.0.0.1 ",
          "2001:db8::1,",
          "1::: ",
          "1::2::3 ",
          "1:2:3:4:5:6:7:8 ",
          "BGP peer 10.0.0.1 ",
          "Remote a:1: Local ",
          "user=a@b.c ",
          "by a ",
          "by ",
          "key is ",
          "psk to ",
          "'user ",
          "timeout ",
          "no error ",
          "not ",
          "error 0 ",
          "Policy1:Cipher=a",
          "Number of TSIs 1:",
          "StartAddress 1.1.1.1 EndAddress 1.1.1.1 ",
          "\u00e9",
          "\\u00e9",
          "\\n");

  @ParameterizedTest
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  @FieldSource("PARTS")
  void muchNonsenseIsReadAllTheSame(String part) {
    var text = part.repeat(LENGTH / part.length());
    for (var category : Category.values()) {
      var properties = "{\"instance\":\"IN_0\",\"message\":\"" + text + "\"}";

      assertThat(Fixture.read(Fixture.record(category, operation(category), properties)))
          .isNotInstanceOf(Reading.Rejected.class);
    }
  }

  /** Of a message only the beginning is read; here each reader gets all of it. */
  @ParameterizedTest
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  @FieldSource("PARTS")
  void noReaderOfTextsIsDearOnALongOne(String part) {
    var text = part.repeat(LENGTH / part.length());
    var bytes = Fixture.bytes(text);
    var line = new IkeLine();
    line.read(bytes, 0, bytes.length);

    assertThat(Claims.of(text)).isNotNull();
    assertThat(Claims.happened(text)).isNotNull();
    assertThat(StateChangeReasons.reason(text)).isNotNull();
    assertThat(IkeErrors.codeOf(text)).isNotNull();
    assertThat(Addresses.in(text)).isNotNull();
    assertThat(LineShape.masked(text, true)).isNotNull();
    assertThat(IkeLines.told(line)).isNotNull();
    assertThat(IkeLines.open(line, IkeLines.told(line))).isNotNull();
    assertThat(line.offer(Offers.anew())).isNotNull();
    for (var what : Masking.What.values()) {
      assertThat(Masking.of(text, Pseudonyms.redacted(), what)).isNotNull();
    }
    for (var kind : Offer.Kind.values()) {
      assertThat(Offers.of(Offer.Side.PEER, kind, false, text)).isNotNull();
    }
  }

  /** One whose message is looked at. */
  static String operation(Category category) {
    return switch (category) {
      case GATEWAY -> "SetConnectionConfiguration";
      case TUNNEL -> "TunnelConnected";
      case ROUTE -> "BgpRouteUpdate";
      case IKE -> "IKELogEvent";
      case P2S -> "P2SLogEvent";
    };
  }
}
