package dev.tunnelwatch.timeline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one HTTP server of a process: it answers on the routes it is given, nothing else. */
public final class WebServer implements AutoCloseable {

  private static final int MAX_THREADS = 16;
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final long STOP_MILLIS = 1_000;

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts to listen.
   *
   * @param address port 0 takes any free port
   * @throws IOException when the address cannot be bound; the message names it
   */
  public static WebServer start(InetSocketAddress address, List<Route> routes) throws IOException {
    var threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("web");
    var server = new Server(threads);
    // Replies take milliseconds: waiting would only be for idle connections kept alive.
    server.setStopTimeout(0);
    threads.setStopTimeout(STOP_MILLIS);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new RouteHandler(routes));
    server.setErrorHandler(new PlainErrors());
    var web = new WebServer(server, connector);
    web.listen(address);
    return web;
  }

  // Jetty's start() declares Exception; the boundary turns it into the one thing that goes wrong.
  private void listen(InetSocketAddress address) throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  /** The port it listens on, also when any free one was asked for. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not stop", e);
    }
  }
}
