package dev.tunnelwatch.simulator.hub;

import java.io.ByteArrayOutputStream;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/**
 * Our end of a link on which messages come in: puts their parts together, answers each, and keeps
 * the sender in credit. Parts are taken as they come, so that no session window can fill up with
 * halves of messages.
 */
final class Incoming implements LinkEnd {

  /** What is done with a whole message. */
  interface Handler {
    /** The outcome for the sender: accepted, or why not. */
    Outcome take(byte[] message, int format);
  }

  sealed interface Outcome {
    record Taken() implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}

    /** What stood behind the link is gone. */
    record Gone(Refusal refusal) implements Outcome {}
  }

  private final Receiver link;
  private final int maxBytes;
  private final Handler handler;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private boolean broken;

  Incoming(Receiver link, int maxBytes, Handler handler) {
    this.link = link;
    this.maxBytes = maxBytes;
    this.handler = handler;
  }

  @Override
  public void received() {
    for (var delivery = link.current();
        delivery != null && !broken && delivery.isReadable();
        delivery = link.current()) {
      if (!take(delivery)) {
        return;
      }
    }
  }

  /** False when the delivery goes on in a frame still to come. */
  private boolean take(Delivery delivery) {
    if (delivery.isAborted()) {
      finish(delivery);
      return true;
    }
    var content = link.recv();
    var chunk = new byte[content.remaining()];
    content.get(chunk);
    parts.writeBytes(chunk);
    if (parts.size() > maxBytes) {
      return detach(Refusal.tooLarge(maxBytes));
    }
    if (delivery.isPartial()) {
      return false;
    }
    return switch (handler.take(parts.toByteArray(), delivery.getMessageFormat())) {
      case Outcome.Taken _ -> answer(delivery, Accepted.getInstance());
      case Outcome.Refused(Refusal refusal) -> {
        var rejected = new Rejected();
        rejected.setError(refusal.asCondition());
        yield answer(delivery, rejected);
      }
      case Outcome.Gone(Refusal refusal) -> detach(refusal);
    };
  }

  private boolean answer(Delivery delivery, DeliveryState state) {
    if (link.getRemoteSenderSettleMode() != SenderSettleMode.SETTLED) {
      delivery.disposition(state);
    }
    finish(delivery);
    return true;
  }

  private boolean detach(Refusal reason) {
    broken = true;
    parts.reset();
    link.setCondition(reason.asCondition());
    link.close();
    return false;
  }

  private void finish(Delivery delivery) {
    parts.reset();
    link.advance();
    delivery.settle();
    link.flow(1);
  }
}
