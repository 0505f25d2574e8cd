package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarryFormTest {
  private static final GatewayId WEU = new GatewayId(Lines.GW_WEU);
  private static final String ODD = "gw \\ with\na line IN_0 203.0.113.7";

  /** The form 1, which has to be read for ever. */
  private static final String FORM =
      """
      carry 1
      cut 2026-03-01T10:00:00Z
      active-active 2026-02-28T10:00:00Z
      tunnel IN_0 203.0.113.7 2026-02-28T10:00:00Z seen 2026-03-01T09:00:00Z
      tunnel IN_1 2001:db8::1 - seen -
      tunnel IN_1 203.0.113.7 2026-02-28T10:00:00Z presumed -
      failing 2026-02-28T11:00:00Z gw \\\\ with\\na line IN_0 203.0.113.7
      merit 2026-03-01T08:00:00Z 1000000 gw-weu IN_0 203.0.113.7
      merit 2026-03-01T08:30:00Z 1125000 gw-weu IN_0 203.0.113.7
      episode 2026-02-28T11:00:00Z 2026-03-01T08:00:00Z gw-weu IN_1 203.0.113.7
      episode 2026-03-01T09:00:00Z 2026-03-01T09:10:00Z gw-weu IN_1 203.0.113.7
      judged 2026-03-02T22:00:00Z
      refused 0f3ac1b2
      refused 77d01e5c""";

  @Test
  void allThatIsCarriedStandsInTheForm() {
    assertThat(new String(CarryForm.bytes(carry()), UTF_8)).isEqualTo(FORM);
  }

  @Test
  void whatStandsInTheFormIsCarried() {
    assertThat(CarryForm.read(WEU, FORM.getBytes(UTF_8))).isEqualTo(carry());
  }

  @Test
  void whatNoCutHasTaughtIsNone() {
    assertThat(CarryForm.read(WEU, CarryForm.bytes(Carry.NONE))).isEqualTo(Carry.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "carry 2\ncut 2026-03-01T10:00:00Z",
        "carry 1",
        "carry 1\ncut",
        "carry 1\ncut soon",
        "carry 1\ncut 2026-03-01T10:00:00Z\nguess 1",
        "carry 1\ncut 2026-03-01T10:00:00Z\ntunnel IN_0 203.0.113.7",
        "carry 1\ncut 2026-03-01T10:00:00Z\nmerit 2026-03-01T10:00:00Z x y",
      })
  void whatIsOfAnotherFormIsSaid(String text) {
    assertThatThrownBy(() -> CarryForm.read(WEU, text.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Carry carry() {
    var day = TEN.minusSeconds(172_800);
    var cut = TEN.minusSeconds(86_400);
    return new Carry(
        cut,
        Optional.of(day),
        new TreeMap<>(
            Map.of(
                tunnel(Instance.IN_0, "203.0.113.7"),
                new Carry.Tunnel(Optional.of(day), false, Optional.of(cut.minusSeconds(3_600))),
                tunnel(Instance.IN_1, "203.0.113.7"),
                new Carry.Tunnel(Optional.of(day), true, Optional.empty()),
                tunnel(Instance.IN_1, "2001:db8::1"),
                new Carry.Tunnel(Optional.empty(), false, Optional.empty()))),
        new TreeMap<>(Map.of(ODD, day.plusSeconds(3_600))),
        new TreeMap<>(
            Map.of(
                "gw-weu IN_0 203.0.113.7",
                new TreeMap<>(
                    Map.of(
                        cut.minusSeconds(7_200), 1_000_000L,
                        cut.minusSeconds(5_400), 1_125_000L)))),
        new TreeMap<>(
            Map.of(
                "gw-weu IN_1 203.0.113.7",
                List.of(
                    new Carry.Stretch(day.plusSeconds(3_600), cut.minusSeconds(7_200)),
                    new Carry.Stretch(cut.minusSeconds(3_600), cut.minusSeconds(3_000))))),
        new Carry.Judged(cut.plusSeconds(129_600), new TreeSet<>(Set.of("77d01e5c", "0f3ac1b2"))));
  }

  private static TunnelId tunnel(Instance instance, String remote) {
    return new TunnelId(WEU, instance, new IpAddress(remote));
  }
}
