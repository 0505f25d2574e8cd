package dev.tunnelwatch.simulator.hub;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;

/** Bytes in, bytes out: one connection's protocol state. Used by the connection's loop only. */
final class AmqpEngine {

  private static final int MAX_FRAME = 64 * 1024;
  private static final int MAX_CHANNELS = 255;
  private static final int IDLE_MILLIS = 240_000;
  private static final int SESSION_WINDOW_BYTES = 8 << 20;
  private static final long LONGEST_WAIT_MILLIS = 60_000;

  private final Transport transport = Proton.transport();
  private final Connection connection = Proton.connection();
  private final Collector collector = Proton.collector();
  private final LinkOpener opener;
  private final Set<Link> links = new HashSet<>();
  private boolean finished;

  AmqpEngine(Namespace namespace, ConnectionLoop loop) {
    opener = new LinkOpener(namespace, loop);
    transport.setMaxFrameSize(MAX_FRAME);
    transport.setChannelMax(MAX_CHANNELS);
    transport.setIdleTimeout(IDLE_MILLIS);
    transport.setEmitFlowEventOnSend(false);
    var sasl = transport.sasl(); // fixes the frame size: after it
    sasl.server();
    sasl.allowSkip(false);
    sasl.setMechanisms(SaslDoor.MECHANISMS);
    sasl.setListener(new SaslDoor());
    connection.collect(collector);
    transport.bind(connection);
  }

  void input(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(transport.capacity(), bytes.length - at);
      if (count <= 0) {
        return; // closed or broken: whatever else comes is not for us
      }
      transport.tail().put(bytes, at, count);
      at += count;
      transport.process();
      settle();
    }
  }

  /** What is to be sent next; empty when there is nothing now. */
  byte[] output() {
    int pending = transport.pending();
    if (pending <= 0) {
      finished = pending < 0;
      return new byte[0];
    }
    var bytes = new byte[pending];
    transport.head().get(bytes);
    transport.pop(pending);
    return bytes;
  }

  boolean finished() {
    return finished;
  }

  /** Keeps the idle clock of both sides going; until when there is nothing to do for it. */
  long millisToNextTick() {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    long deadline = connection.getRemoteState() == EndpointState.ACTIVE ? transport.tick(now) : 0;
    return deadline == 0 ? LONGEST_WAIT_MILLIS : Math.clamp(deadline - now, 1, LONGEST_WAIT_MILLIS);
  }

  /** Reacts to everything the engine noticed. */
  void settle() {
    for (var event = collector.peek(); event != null; event = collector.peek()) {
      on(event);
      collector.pop();
    }
  }

  /** One round over all links; whether anything was sent. */
  boolean pump() {
    boolean sent = false;
    for (var link : links) {
      sent |= link.getLocalState() == EndpointState.ACTIVE && end(link).pump();
    }
    return sent;
  }

  void sayGoodbye() {
    connection.setCondition(
        new ErrorCondition(Symbol.valueOf("amqp:connection:forced"), "The server is closing."));
    connection.close();
  }

  void releaseAll() {
    Set.copyOf(links).forEach(this::release);
  }

  private void on(Event event) {
    switch (event.getType()) {
      case CONNECTION_REMOTE_OPEN -> {
        connection.setContainer("tunnelwatch-hub");
        connection.open();
      }
      case CONNECTION_REMOTE_CLOSE -> connection.close();
      case SESSION_REMOTE_OPEN -> {
        event.getSession().setIncomingCapacity(SESSION_WINDOW_BYTES);
        event.getSession().open();
      }
      case SESSION_REMOTE_CLOSE -> end(event.getSession());
      case LINK_REMOTE_OPEN -> {
        links.add(event.getLink());
        event.getLink().setContext(opener.open(event.getLink()));
      }
      case LINK_REMOTE_CLOSE -> {
        event.getLink().close();
        release(event.getLink());
      }
      case LINK_REMOTE_DETACH -> {
        event.getLink().detach();
        release(event.getLink());
      }
      case DELIVERY -> end(event.getLink()).received();
      default -> {
        // local events and flow: the loop pumps after every turn anyway
      }
    }
  }

  private void end(Session session) {
    Set.copyOf(links).stream()
        .filter(link -> link.getSession().equals(session))
        .forEach(this::release);
    session.close();
    session.free();
  }

  private void release(Link link) {
    if (links.remove(link)) {
      end(link).closed();
      link.free();
    }
  }

  private static LinkEnd end(Link link) {
    return Optional.ofNullable(link.getContext())
        .filter(LinkEnd.class::isInstance)
        .map(LinkEnd.class::cast)
        .orElse(LinkOpener.NOTHING);
  }
}
