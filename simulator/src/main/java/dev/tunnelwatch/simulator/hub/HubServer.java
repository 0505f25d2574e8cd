package dev.tunnelwatch.simulator.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event hubs on loopback, to which any Event Hubs client can send and from which it can receive.
 * What it does as Azure does, and what it does not, is listed in {@code
 * docs/event-hubs-stand-in.md}.
 */
public final class HubServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HubServer.class);

  private final HubServerConfig config;
  private final Namespace namespace;
  private final ServerSocket door;
  private final Set<AmqpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  private HubServer(HubServerConfig config, ServerSocket door) {
    this.config = config;
    this.namespace = new Namespace(config);
    this.door = door;
  }

  /**
   * Starts to listen.
   *
   * @throws UncheckedIOException if the port is taken
   */
  public static HubServer start(HubServerConfig config) {
    try {
      var door = new ServerSocket();
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port()));
      var server = new HubServer(config, door);
      Thread.ofVirtual().name("hub-door").start(server::admit);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("port: cannot listen on " + config.port(), e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** What a client needs to reach one hub. Holds the key: a secret. */
  public String connectionString(String hub) {
    return "Endpoint=sb://%s:%d;SharedAccessKeyName=%s;SharedAccessKey=%s;EntityPath=%s;%s"
        .formatted(
            door.getInetAddress().getHostAddress(),
            port(),
            config.key().name(),
            config.key().value(),
            hub(hub).name(),
            "UseDevelopmentEmulator=true");
  }

  /**
   * The current hub of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Hub hub(String name) {
    return namespace
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("hub: expected a known one, got " + name));
  }

  /**
   * Adds a hub, or replaces the one of that name: numbering starts anew, {@code createdAt} is
   * later, whoever was attached is detached with {@code amqp:not-found}.
   */
  public Hub recreate(HubSpec spec) {
    return namespace.create(spec);
  }

  /** How many clients are connected. */
  public int connections() {
    return connections.size();
  }

  /** Fault: hangs up on every client without a word. They may come back at once. */
  public void cutConnections() {
    List.copyOf(connections).forEach(AmqpConnection::cut);
  }

  @Override
  public void close() {
    closing = true;
    try {
      door.close();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("hub door did not close cleanly");
    }
    var goodbyes = connections.stream().map(each -> Thread.ofVirtual().start(each::close)).toList();
    for (var goodbye : goodbyes) {
      try {
        goodbye.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void admit() {
    try {
      while (!closing) {
        var socket = door.accept();
        socket.setTcpNoDelay(true);
        var ended = new AmqpConnection[1];
        var connection = new AmqpConnection(socket, namespace, () -> connections.remove(ended[0]));
        ended[0] = connection;
        connections.add(connection);
        connection.start();
      }
    } catch (IOException e) {
      if (!closing) {
        LOG.atWarn().addKeyValue("reason", e.getMessage()).log("hub takes no more clients");
      }
    }
  }
}
