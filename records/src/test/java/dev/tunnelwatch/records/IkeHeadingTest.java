package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.records.IkeHeading.Direction;
import dev.tunnelwatch.records.IkeHeading.End;
import dev.tunnelwatch.records.IkeHeading.Ends;
import dev.tunnelwatch.records.IkeHeading.Ids;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IkeHeadingTest {

  private static final Optional<String> SESSION =
      Optional.of("0a1b2c3d-0000-4000-8000-00000000000a");
  private static final Optional<String> NONE = Optional.empty();
  private static final OptionalLong NO_ID = OptionalLong.empty();

  @Test
  void theClassicFormTellsAllOfIt() {
    assertThat(
            IkeHeading.of(
                "SESSION_ID :{0A1B2C3D-0000-4000-8000-00000000000A} Remote 203.0.113.7:500: Local"
                    + " 198.51.100.4:4500: [SEND][SA_INIT] Sending IKE SA_INIT packet with tunnelId"
                    + " 0x3, iCookie 0xCBF235637168FA00 and rCookie 0x0"))
        .isEqualTo(
            new IkeHeading(
                SESSION,
                ends("203.0.113.7", 500, "198.51.100.4", 4500),
                Optional.of(Direction.SENT),
                Optional.of("SA_INIT"),
                Optional.of("cbf235637168fa00"),
                NONE,
                new Ids(OptionalLong.of(3), NO_ID, NO_ID)));
  }

  @Test
  void theFormWithBracketedKeysHasItsIdsInDecimal() {
    assertThat(
            IkeHeading.of(
                "(Error)[Remote] [2001:db8::7]:4500 [Local] 198.51.100.4:4500 [SESSION_ID]"
                    + " {0a1b2c3d-0000-4000-8000-00000000000a} [ConnType] IKEv2-S2S [TunnelId] 10"
                    + " [TSId] 684 [IkeEvent] SA_DELETE"))
        .isEqualTo(
            new IkeHeading(
                SESSION,
                ends("2001:db8::7", 4500, "198.51.100.4", 4500),
                Optional.empty(),
                NONE,
                NONE,
                NONE,
                new Ids(OptionalLong.of(10), OptionalLong.of(684), NO_ID)));
  }

  @Test
  void packetsHaveTheirNumber() {
    var packet = IkeHeading.of("[RECV] IKEv2 INFORMATIONAL Messid : 17");

    assertThat(packet.direction()).contains(Direction.RECEIVED);
    assertThat(packet.ids().message()).hasValue(17);
    assertThat(packet.session()).isEmpty();
  }

  @Test
  void aLineWithoutAPrefixHasWhatItHas() {
    var line =
        IkeHeading.of("Received Traffic Selector payload request- [Tsid 0x729  ]Number of TSIs 1:");
    var closed = IkeHeading.of("[LOCAL_MSG] IKE Tunnel closed for tunnel Id 0x1f with status x");

    assertThat(line.ids()).isEqualTo(new Ids(NO_ID, OptionalLong.of(0x729), NO_ID));
    assertThat(line.ends()).isEqualTo(new Ends(Optional.empty(), Optional.empty()));
    assertThat(closed.direction()).contains(Direction.LOCAL);
    assertThat(closed.ids().tunnel()).hasValue(0x1F);
  }

  @Test
  void anEndThatIsMaskedIsLeftOut() {
    var ends = IkeHeading.of("[Remote] 184.x.x.x:4500 [Local] 198.51.100.4 [IkeEvent] x").ends();

    assertThat(ends.remote()).isEmpty();
    assertThat(ends.local()).contains(new End(new IpAddress("198.51.100.4"), OptionalInt.empty()));
  }

  @Test
  void onlyLinesOfIkeHaveOne() {
    var ike = Fixture.event(Fixture.ike("the moon is full, tunnelId 0x3")).evidence();
    var route = Fixture.event(Fixture.said(Category.ROUTE, "BgpRouteUpdate", "moon")).evidence();

    assertThat(IkeHeading.of(ike).orElseThrow().ids().tunnel()).hasValue(3);
    assertThat(IkeHeading.of(route)).isEmpty();
  }

  private static Ends ends(String remote, int remotePort, String local, int localPort) {
    return new Ends(
        Optional.of(new End(new IpAddress(remote), OptionalInt.of(remotePort))),
        Optional.of(new End(new IpAddress(local), OptionalInt.of(localPort))));
  }
}
