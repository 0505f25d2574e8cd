package dev.tunnelwatch.app.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class FreePortTest {
  /** The least and the most that Linux gives to connections. */
  private static final Path OF_CONNECTIONS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  @Test
  void itIsNoneThatAConnectionMayBeGiven() throws IOException {
    assumeTrue(Files.isReadable(OF_CONNECTIONS));
    var both = Files.readAllLines(OF_CONNECTIONS).getFirst().split("\\s+", -1);
    int least = Integer.parseInt(both[0]);

    for (int i = 0; i < 1_000; i++) {
      assertThat(FreePort.next()).isLessThan(least);
    }
  }

  @Test
  void noneIsGivenTwice() throws IOException {
    var given = new HashSet<Integer>();

    for (int i = 0; i < 1_000; i++) {
      assertThat(given.add(FreePort.next())).isTrue();
    }
  }

  @Test
  void itCanBeListenedOn() throws IOException {
    int port = FreePort.next();

    try (var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(server.getLocalPort()).isEqualTo(port);
    }
  }
}
