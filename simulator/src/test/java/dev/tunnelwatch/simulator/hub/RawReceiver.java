package dev.tunnelwatch.simulator.hub;

import com.azure.core.credential.TokenRequestContext;
import com.azure.messaging.eventhubs.implementation.EventHubSharedKeyCredential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;

/** A client that counts its credit itself, to see whether the server does too. */
final class RawReceiver implements AutoCloseable {

  private final Socket socket;
  private final Transport transport = Proton.transport();
  private final Connection connection = Proton.connection();
  private final Session session;
  private final Receiver link;

  RawReceiver(HubServer server, SharedKey key, String filter) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(50);
    var sasl = transport.sasl();
    sasl.client();
    sasl.setMechanisms("ANONYMOUS");
    transport.bind(connection);
    connection.open();
    session = connection.session();
    session.open();
    putToken(key);
    var source = new Source();
    source.setAddress("logs/ConsumerGroups/$Default/Partitions/0");
    source.setFilter(
        Map.of(SelectorFilter.NAME, new UnknownDescribedType(SelectorFilter.NAME, filter)));
    link = session.receiver("raw");
    link.setSource(source);
    link.setTarget(new Target());
    link.open();
  }

  /** Waits for the answer: an attach that overtakes the token is refused. */
  private void putToken(SharedKey key) throws IOException {
    var resource = "amqp://127.0.0.1/logs";
    var token =
        new EventHubSharedKeyCredential(key.name(), key.value())
            .getTokenSync(new TokenRequestContext().addScopes(resource))
            .getToken();
    var replies = session.receiver("claims-replies");
    var source = new Source();
    source.setAddress("$cbs");
    replies.setSource(source);
    var replyTo = new Target();
    replyTo.setAddress("here");
    replies.setTarget(replyTo);
    replies.open();
    replies.flow(1);
    var claims = session.sender("claims");
    var target = new Target();
    target.setAddress("$cbs");
    claims.setTarget(target);
    claims.setSource(new Source());
    claims.open();
    var request = Proton.message();
    request.setMessageId("1");
    request.setReplyTo("here");
    request.setApplicationProperties(
        new ApplicationProperties(
            Map.of(
                "operation", "put-token",
                "type", "servicebus.windows.net:sastoken",
                "name", resource)));
    request.setBody(new AmqpValue(token));
    var bytes = Wire.encode(request);
    claims.delivery(new byte[] {1});
    claims.send(bytes, 0, bytes.length);
    claims.advance();
    for (int i = 0; i < 100 && replies.getQueued() == 0; i++) {
      exchange();
    }
  }

  void grant(int credit) {
    link.flow(credit);
  }

  void drain(int credit) {
    link.drain(credit);
  }

  /** Exchanges what there is to exchange now. */
  RawReceiver exchange() throws IOException {
    for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
      var bytes = new byte[pending];
      transport.head().get(bytes);
      socket.getOutputStream().write(bytes);
      transport.pop(pending);
    }
    var buffer = new byte[4096];
    try {
      int count = socket.getInputStream().read(buffer);
      for (int at = 0; at < count; ) {
        int part = Math.min(transport.capacity(), count - at);
        transport.tail().put(buffer, at, part);
        transport.process();
        at += part;
      }
    } catch (SocketTimeoutException e) {
      // nothing came; the caller decides whether that is well
    }
    return this;
  }

  int queued() {
    return link.getQueued();
  }

  int creditLeft() {
    return link.getRemoteCredit();
  }

  String refusal() {
    var condition = link.getRemoteCondition();
    return condition == null || condition.getCondition() == null
        ? ""
        : condition.getCondition().toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
