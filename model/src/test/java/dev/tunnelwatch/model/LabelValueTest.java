package dev.tunnelwatch.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LabelValueTest {
  private static final GatewayId OURS = gateway("ours", "gw-weu");
  private static final GatewayId THEIRS = gateway("theirs", "gw-weu");

  @Test
  void gatewayThatIsKnownBearsItsName() {
    assertThat(LabelValue.of(OURS, true)).isEqualTo("gw-weu");
  }

  /** Whoever can write to a hub can give a gateway any name. */
  @Test
  void gatewayThatIsNotKnownIsToldApartFromOneOfThatNameAndFromAnyOther() {
    assertThat(LabelValue.of(OURS, false)).matches("gw-weu~[0-9a-f]{8}");
    assertThat(LabelValue.of(OURS, false)).isNotEqualTo(LabelValue.of(THEIRS, false));
  }

  @Test
  void nameThatHadToBeChangedBearsAMarkAndIsNoLonger() {
    var odd = LabelValue.of(gateway("ours", "gw{\"}" + "x".repeat(100)), true);

    assertThat(odd).startsWith("gw___xxx").matches(".*~[0-9a-f]{8}").hasSize(LabelValue.LONGEST);
  }

  private static GatewayId gateway(String group, String name) {
    return new GatewayId("/subscriptions/0/resourcegroups/" + group + "/vpngateways/" + name);
  }
}
