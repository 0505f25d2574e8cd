package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Offer.Kind;
import dev.tunnelwatch.model.Offer.Side;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each side offers, where that is why they do not agree (rule 27). */
class MismatchTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @Test
  void mismatchSaysWhatEachSideOffers() {
    weu.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("1S").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);
    for (int i = 1; i < 10; i++) {
      weu.after(30 * i + "S")
          .offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
          .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "AES-CBC-256/SHA1/DH2", "3DES/SHA1/DH2")
          .offered(IN_0, TOKYO, Side.PEER, Kind.IKE, "DES/MD5")
          .refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    }

    assertThat(explanation("10M"))
        .contains(
            "The peer offers AES-CBC-256/SHA256/DH14, the gateway offers AES-CBC-256/SHA1/DH2,"
                + " 3DES/SHA1/DH2 for IKE (phase 1).")
        .doesNotContain("MD5");
  }

  @Test
  void ofAListThatIsNotWholeItIsNotSaidThatNothingIsInCommon() {
    var many = IntStream.range(0, 30).mapToObj(i -> "AES-" + i + "/SHA1/DH2");
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, many.toArray(String[]::new))
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofMoreListsThanAreKeptItIsNotSaidThatNothingIsInCommonEither() {
    for (var choice : List.of("A/1", "B/1", "C/1", "D/1", "Z/1")) {
      weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, choice);
    }
    weu.offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "Z/1")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofOneSideThatIsNotWholeItIsToldThatThereIsMore() {
    weu.offered(IN_0, PARIS, new Offer(Side.GATEWAY, Kind.IKE, List.of("A/1"), true))
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains("The gateway offers A/1 and others for IKE (phase 1); what the peer would take");
  }

  @Test
  void mismatchOfWhichOneSideIsSeenSaysSo() {
    weu.offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains(
            "The gateway offers AES-GCM-256 for IPsec (phase 2); what the peer would take is in no"
                + " line.");
  }

  @Test
  void offersOfNegotiationsThatWentWellAreNoMismatch() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5").rekeyed(IN_0, PARIS);
    weu.after("65S").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("70S").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    weu.after("3M").offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14");
    weu.after("3M1S").up(IN_0, PARIS);
    weu.after("4M").offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256");

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void handshakesThatGoWellAcrossAMinuteAreNoMismatchEither() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5");
    weu.after("60S").rekeyed(IN_0, PARIS).down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("70S").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    weu.after("3M59S").offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14");
    weu.after("4M1S").up(IN_0, PARIS);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofGroupsIsNotSpokenWhereOffersDifferInSomethingElse() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA1/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("5S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);

    assertThat(explanation("10M")).contains("The peer offers").doesNotContain("Diffie-Hellman");
  }

  @Test
  void whoOffersWhatPhaseTwoIsForHasAgreedUponPhaseOne() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains("The gateway offers AES-GCM-256 for IPsec (phase 2)")
        .doesNotContain("phase 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_EXCHANGE_MISMATCH", "POLICY_MISMATCH"})
  void refusalRightBeforeTheReturnIsNoneThatGoesOn(Reason reason) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("19M59S").refused(IN_0, PARIS, reason);
    weu.after("20M").up(IN_0, PARIS);

    assertThat(explanation("25M")).doesNotContain("refused from");
  }

  @Test
  void keyExchangeThatIsRefusedIsCalledThat() {
    weu.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("5S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);

    assertThat(explanation("10M")).contains("each end wants another Diffie-Hellman (DH or PFS)");
  }

  @Test
  void selectorsThatDifferAreTold() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.SELECTORS, "10.1.0.0/16<>10.52.0.0/16")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.SELECTORS, "0.0.0.0/0<>0.0.0.0/0")
        .down(IN_0, PARIS, Reason.TRAFFIC_SELECTORS);

    assertThat(explanation("10M"))
        .contains(
            "The peer offers 10.1.0.0/16<>10.52.0.0/16, the gateway offers 0.0.0.0/0<>0.0.0.0/0 as"
                + " traffic selectors");
  }

  @Test
  void offersOfAnotherTimeOrWithSomethingInCommonAreNoMismatch() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5/DH1");
    weu.after("1H")
        .offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "3DES/SHA1/DH2", "AES-CBC-256/SHA256/DH14")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("2H")).doesNotContain("offers");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
