package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.ike;
import static dev.tunnelwatch.records.Fixture.presence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.TunnelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a side would agree to, as value. */
class OffersTest {

  private static final String PREFIX =
      "SESSION_ID :{0a1b2c3d-0000-4000-8000-00000000000a} Remote 203.0.113.7:500: Local"
          + " 198.51.100.4:500: ";
  private static final String RANGES =
      "[Tsid 0x7 ]Number of TSIs 2: StartAddress 10.52.0.0 EndAddress 10.52.255.255 PortStart 0"
          + " PortEnd 65535 Protocol 0, StartAddress 10.60.0.1 EndAddress 10.60.0.9 PortStart 0"
          + " PortEnd 65535 Protocol 0 Number of TSRs 1:StartAddress 10.1.0.0 EndAddress"
          + " 10.1.255.255 PortStart 0 PortEnd 65535 Protocol 0";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[SEND]Sending Ike payload for tunnel Id 0x3: Auth:PreShared Key- Policy1:Cipher=AES-CBC-256 Integrity=SHA1 DhGroup=DhGroup2 Policy2:Cipher=3DES Integrity=SHA256 DhGroup=DhGroupECP384 Policy3:Cipher=AES-CBC"
            + " | gateway ike AES-CBC-256/SHA1/DH2,3DES/SHA256/ECP384,...",
        "[RECEIVED]Received Ike payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup14 | peer ike AES-CBC-256/SHA256/DH14",
        "[RECEIVED]Received IPSec payload: Policy1:Cipher=DESIntegrity=Md5 | peer ipsec DES/MD5",
        "[SEND]Sending IPSec policy Payload for tunnel Id 0x3, tsId 0x37: Policy1:Integrity=AES-GCM-256 Cipher=AES-GCM-256 Policy2:Integrity=SHA1 Cipher=AES-CBC-256 PfsGroup=PFS2048"
            + " | gateway ipsec AES-GCM-256,AES-CBC-256/SHA1/PFS2048",
        "Received Traffic Selector payload request- "
            + RANGES
            + " | peer selectors 10.1.0.0/16<>10.52.0.0/16+10.60.0.1-10.60.0.9",
        "Proposed(send) Traffic Selector payload will be- "
            + RANGES
            + " | gateway selectors 10.52.0.0/16+10.60.0.1-10.60.0.9<>10.1.0.0/16",
        "Received Traffic Selector payload response- "
            + RANGES
            + " | peer selectors 10.52.0.0/16+10.60.0.1-10.60.0.9<>10.1.0.0/16",
        "Sending Traffic Selector payload response- "
            + RANGES
            + " | gateway selectors 10.1.0.0/16<>10.52.0.0/16+10.60.0.1-10.60.0.9",
      })
  void whatASideOffersIsRead(String text, String offer) {
    var made = Offer.parse(offer);

    assertThat(presence(ike(PREFIX + text)))
        .isEqualTo(
            Presence.offered(
                new TunnelId(
                    Values.PARIS.gateway(), Values.PARIS.instance(), new IpAddress("203.0.113.7")),
                Category.IKE,
                presence(ike(PREFIX + text)).at(),
                made));
    assertThat(fast(PREFIX + text)).as("by the fast way").isEqualTo(Optional.of(made));
    assertThat(fast(PREFIX + text)).as("remembered").isEqualTo(Optional.of(made));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ike payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256",
        "[RECEIVED]Received Ike payload: Policy1:Cipher=AES-CBC",
        "[RECEIVED]Received Ike payload: none",
        "Received Traffic Selector payload request- [Tsid 0x7 ]Number of TSIs 1: StartAddress 10.0.0.0",
      })
  void whatIsNotWholeOrNobodysIsNoOffer(String text) {
    assertThat(presence(ike(PREFIX + text)).sign()).isEqualTo(Sign.HEARD);
    assertThat(presence(ike(text)).sign()).isEqualTo(Sign.HEARD);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, 10.0.255.255, 10.0.0.0/16",
    "0.0.0.0, 255.255.255.255, 0.0.0.0/0",
    "10.0.0.7, 10.0.0.7, 10.0.0.7/32",
    "10.0.0.1, 10.0.0.2, ''",
    "10.0.0.9, 10.0.0.1, ''",
    "10.0.0.0, 2001:db8::, ''",
  })
  void aRangeIsAPrefixWhereItIsOne(String start, String end, String prefix) {
    var found = Selectors.prefix(new IpAddress(start), new IpAddress(end));

    assertThat(found.map(Object::toString).orElse("")).isEqualTo(prefix);
  }

  /** Else it would be told that a list and what was cut off it have nothing in common. */
  @Test
  void aListThatIsNotWholeKnowsIt() {
    var many = new StringBuilder("[RECEIVED]Received Ike payload:");
    for (int i = 1; i < 200; i++) {
      many.append(" Policy%d:Cipher=AES-CBC-%d Integrity=SHA256 DhGroup=DhGroup14".formatted(i, i));
    }
    var tooMany = many.substring(0, many.indexOf(" Policy40:"));
    var fewer = RANGES.replace("TSIs 2", "TSIs 3");
    var wide =
        RANGES.replace(
            "Number of TSRs",
            ", StartAddress 10.9.0.9 EndAddress 10.9.1.9 ".repeat(20) + "Number of TSRs");
    for (var text :
        List.of(
            tooMany,
            many.toString(),
            "[RECEIVED]Received Ike payload: Policy1:Cipher=DES Integrity=MD5 Policy2:Cipher=3DE",
            "Received Traffic Selector payload request- " + fewer,
            "Received Traffic Selector payload request- " + wide)) {
      assertThat(presence(ike(PREFIX + text)).offer().orElseThrow().cut()).as(text).isTrue();
      assertThat(fast(PREFIX + text).orElseThrow().cut()).as(text).isTrue();
    }
  }

  @Test
  void anOfferIsReadBackFromItsText() {
    var offer = Offer.parse("peer selectors 10.1.0.0/16<>0.0.0.0/0");

    assertThat(Offer.parse(offer.text())).isEqualTo(offer);
    assertThat(offer.choices()).isEqualTo(List.of("10.1.0.0/16<>0.0.0.0/0"));
    assertThat(Offer.parse("peer ike DES/MD5,...").cut()).isTrue();
    assertThat(Offer.parse("peer ike ...")).isEqualTo(Offer.parse("peer ike DES/MD5").others());
    assertThat(Offer.parse("peer ike ...").text()).isEqualTo("peer ike ...");
  }

  private static final BodyReader BODIES = new BodyReader(new RecordReader(Pseudonyms.redacted()));

  private static Optional<Offer> fast(String message) {
    var read = new ArrayList<Reading>();
    BODIES.read(
        Fixture.bytes(ike(message)),
        Integer::toString,
        new Readings() {
          @Override
          public void read(Reading reading, Supplier<Origin> origin) {
            read.add(reading);
          }

          @Override
          public void refuse(RejectLine reject) {
            throw new AssertionError(reject);
          }
        });
    return read.getFirst() instanceof Reading.Routine(var presence)
        ? presence.offer()
        : Optional.empty();
  }
}
