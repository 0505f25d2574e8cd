package dev.tunnelwatch.app.check;

import dev.tunnelwatch.ingest.HubAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The way to a server, one step after the other, so that the one that fails is known. */
final class Reach {
  private static final int MILLIS = 10_000;

  private Reach() {}

  static String resolve(HubAddress address) {
    try {
      return Arrays.stream(InetAddress.getAllByName(address.host()))
          .map(found -> found.getHostAddress() + (found.isSiteLocalAddress() ? " (private)" : ""))
          .collect(Collectors.joining(", ", address.host() + " is ", ""));
    } catch (UnknownHostException e) {
      throw new Trouble(
          "\"" + address.host() + "\" has no address",
          "check the namespace's name and this machine's name server; a private endpoint needs its"
              + " private DNS zone here");
    }
  }

  static String connect(HubAddress address) {
    try (var socket = open(address)) {
      return "port "
          + address.port()
          + " of "
          + socket.getInetAddress().getHostAddress()
          + " answers";
    } catch (IOException e) {
      throw new Trouble(
          address + " takes no connection (" + e.getMessage() + ')',
          "let TCP port "
              + address.port()
              + " out; check the namespace's firewall, its private endpoint and that it exists");
    }
  }

  private static Socket open(HubAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), MILLIS);
      socket.setSoTimeout(MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** With the name in the certificate compared, as the client does. */
  static String secure(HubAddress address) {
    var sockets = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (var plain = open(address);
        var socket =
            (SSLSocket) sockets.createSocket(plain, address.host(), address.port(), true)) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      var session = socket.getSession();
      var certificate = (X509Certificate) session.getPeerCertificates()[0];
      return session.getProtocol()
          + ", certificate good until "
          + certificate.getNotAfter().toInstant();
    } catch (SSLException e) {
      throw new Trouble(
          "no TLS with " + address + " (" + e.getMessage() + ')',
          "look for a proxy that opens TLS, a wrong clock, or a certificate authority that this Java"
              + " does not know");
    } catch (IOException e) {
      throw new Trouble(
          "no TLS with " + address + " (" + e.getMessage() + ')',
          "look for a firewall or proxy that lets connections in and then nothing through");
    }
  }
}
