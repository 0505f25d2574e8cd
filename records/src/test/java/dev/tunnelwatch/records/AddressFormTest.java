package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressFormTest {

  @Test
  void ofIpv6ItIsWhatJavaTakes() {
    long seed = 20260303;
    var random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      var text =
          IntStream.range(0, 1 + random.nextInt(9))
              .mapToObj(
                  _ -> random.nextInt(4) == 0 ? "" : Integer.toHexString(random.nextInt(0x1100)))
              .collect(
                  Collectors.joining(
                      ":",
                      random.nextInt(8) == 0 ? ":" : "",
                      random.nextInt(8) == 0 ? ":203.0.113.7" : ":" + random.nextInt(9)));

      assertThat(AddressForm.isOf(text)).as("seed %d: %s", seed, text).isEqualTo(isTaken(text));
      taken += isTaken(text) ? 1 : 0;
    }
    assertThat(taken).isGreaterThan(10_000);
  }

  private static boolean isTaken(String text) {
    try {
      return Inet6Address.ofLiteral(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, true",
    "0.0.0.0, true",
    "255.255.255.255, true",
    "203.0.113, false",
    "203.0.113.7.1, false",
    "203.0.113.256, false",
    "203.0..7, false",
    ".203.0.113.7, false",
    "203.0.113.7., false",
    "203.0.113.07, false",
    "0x7f.0.0.1, false",
    "'', false",
    "fe80::1%1, false",
    "::, true",
    ":, false"
  })
  void ofIpv4ItIsFourPlainNumbers(String text, boolean is) {
    assertThat(AddressForm.isOf(text)).isEqualTo(is);
  }
}
