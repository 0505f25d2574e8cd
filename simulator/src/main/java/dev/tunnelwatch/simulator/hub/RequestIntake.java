package dev.tunnelwatch.simulator.hub;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/** Answers requests of one node on the reply link that each names. */
final class RequestIntake implements Incoming.Handler {

  private static final int MOST_WAITING = 1000;

  private final RequestNode node;
  private final Map<String, Sender> replyLinks;

  RequestIntake(RequestNode node, Map<String, Sender> replyLinks) {
    this.node = node;
    this.replyLinks = replyLinks;
  }

  @Override
  public Incoming.Outcome take(byte[] message, int format) {
    try {
      var request = Wire.decode(message);
      var link = Optional.ofNullable(request.getReplyTo()).map(replyLinks::get);
      if (link.isEmpty() || link.get().getQueued() > MOST_WAITING) {
        return new Incoming.Outcome.Refused(
            Refusal.badArgument("reply-to: expected the address of an open link that is read"));
      }
      reply(link.get(), request, node.answer(request));
      return new Incoming.Outcome.Taken();
    } catch (Wire.UndecodableException e) {
      return new Incoming.Outcome.Refused(Refusal.undecodable("expected an AMQP message"));
    }
  }

  private static void reply(Sender link, Message request, RequestNode.Answer answer) {
    var reply = Proton.message();
    reply.setCorrelationId(request.getMessageId());
    var properties = new HashMap<String, Object>();
    properties.put("status-code", answer.status());
    properties.put("status-description", answer.description());
    reply.setApplicationProperties(new ApplicationProperties(properties));
    reply.setBody(new AmqpValue(answer.body()));
    var bytes = Wire.encode(reply);
    var delivery = link.delivery(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
    link.send(bytes, 0, bytes.length);
    delivery.settle();
    link.advance(); // without credit yet it waits in the engine: the grant may come after
  }
}
