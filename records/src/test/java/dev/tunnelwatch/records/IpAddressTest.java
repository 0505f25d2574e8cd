package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.IpAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses are told as RFC 5952 has them, however a line writes them. */
class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:DB8:0:0:0:0:0:7, 2001:db8::7",
    "2001:0db8::0007, 2001:db8::7",
    "::, ::",
    "::1, ::1",
    "2001:db8::, 2001:db8::",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // one group is not left out
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // the longer run is
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", // of equal ones the first
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "::ffff:203.0.113.7, 203.0.113.7"
  })
  void addressesThatAreEqualHaveOneText(String written, String told) {
    assertThat(new IpAddress(written).text()).isEqualTo(told);
    assertThat(new IpAddress(told)).isEqualTo(new IpAddress(written));
  }
}
