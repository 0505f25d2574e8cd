package dev.tunnelwatch.app.check;

import dev.tunnelwatch.ingest.HubAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * The way to an HTTP address, up to where a request would be sent.
 *
 * @param key under which it is configured
 * @param seen what whoever is on the way could read without TLS
 */
record HttpWay(URI address, String key, String seen) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  void run(Steps steps) throws InterruptedException {
    var host = host();
    steps.look("name", () -> resolve(host.host()), Verdict::ok);
    steps.look("connection", () -> connect(host), Verdict::ok);
    if (host.tls()) {
      steps.look("tls", () -> Reach.secure(host), Verdict::ok);
    } else {
      steps.look("tls", () -> isLoopback(host.host()), this::open);
    }
  }

  private HubAddress host() {
    boolean tls = "https".equals(address.getScheme());
    int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
    return new HubAddress(address.getHost(), port, tls);
  }

  private String resolve(String host) {
    try {
      return host + " is " + InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw new Trouble(
          "\"" + host + "\" has no address", "check " + key + " and this machine's name server");
    }
  }

  private String connect(HubAddress host) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(host.host(), host.port()), Math.toIntExact(PATIENCE.toMillis()));
      return "port " + host.port() + " answers";
    } catch (IOException e) {
      throw new Trouble(
          host + " takes no connection (" + e.getMessage() + ')',
          "check "
              + key
              + ", that the receiver runs, and that TCP port "
              + host.port()
              + " is let out");
    }
  }

  private static boolean isLoopback(String host) throws UnknownHostException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  private Verdict open(boolean loopback) {
    return loopback
        ? Verdict.ok("none, as it is on loopback")
        : Verdict.note(
            "none: whoever is on the way can read " + seen, "use https if the receiver has it");
  }
}
