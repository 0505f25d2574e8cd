package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The usual way to name a peer is read without the pattern, and as the pattern reads it. */
class CalledPeerTest {

  private static final List<String> PARTS =
      List.of(
          "peer ",
          "peer",
          "Peer ",
          "neighbor ",
          "neighbour: ",
          "speer ",
          "ip ",
          "address ",
          "10.52.0.1",
          "10.52.0.1.",
          "10.52.0.1:",
          "10.52.0.1:179",
          "2001:db8::1",
          "::1",
          "fe80::1",
          "1",
          "12",
          "add ",
          ": ",
          "='",
          "(",
          " ",
          ".",
          "203.0.113.7,",
          "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21");

  @Test
  void itIsWhatThePatternFinds() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int part = random.nextInt(6); part >= 0; part--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      var called = RouteLines.called(text.toString());
      assertThat(called).as(text.toString()).isEqualTo(byPattern(text.toString()));
      found += called.isPresent() ? 1 : 0;
    }
    assertThat(found).isGreaterThan(1_000);
  }

  private static Optional<IpAddress> byPattern(String text) {
    return RouteLines.PEER
        .find(text)
        .flatMap(match -> Addresses.literal(RouteLines.withoutStop(match.group(1))));
  }
}
