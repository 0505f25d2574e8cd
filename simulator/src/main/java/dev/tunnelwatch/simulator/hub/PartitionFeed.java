package dev.tunnelwatch.simulator.hub;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.engine.Sender;

/** Our end of a receiver's link: sends what the receiver has credit for, and not one event more. */
final class PartitionFeed implements LinkEnd, Partition.Reader {

  private static final int MOST_AT_ONCE = 64;
  private static final int BYTES_AT_ONCE = 256 * 1024;

  private final Sender link;
  private final ConnectionLoop loop;
  private final Partition partition;
  private final InstantSource clock;
  private final boolean tellsLastEnqueued;
  private long next;
  private long tag;
  private volatile boolean detached;

  PartitionFeed(
      Sender link,
      ConnectionLoop loop,
      Partition partition,
      InstantSource clock,
      boolean tellsLastEnqueued) {
    this.link = link;
    this.loop = loop;
    this.partition = partition;
    this.clock = clock;
    this.tellsLastEnqueued = tellsLastEnqueued;
  }

  void startAt(long sequence) {
    next = sequence;
    partition.add(this);
  }

  @Override
  public boolean pump() {
    if (detached || partition.frozen() || link.getCredit() <= 0) {
      return false;
    }
    if (link.getSession().getOutgoingBytes() > BYTES_AT_ONCE) {
      return false; // the peer's window is shut; its next flow brings us back
    }
    var now = clock.instant();
    var events = partition.read(next, Math.min(link.getCredit(), MOST_AT_ONCE), now);
    int sent = 0;
    for (var event : events) {
      sent += send(event, now);
      next = event.sequence() + 1;
      if (sent > BYTES_AT_ONCE) {
        break;
      }
    }
    if (link.getDrain() && !partition.log().hasFrom(next)) {
      link.drained();
    }
    return sent > 0;
  }

  @Override
  public void wake() {
    loop.wake();
  }

  @Override
  public void detach(Refusal reason) {
    detached = true; // at once: nothing may be sent beside a new owner
    loop.execute(
        () -> {
          link.setCondition(reason.asCondition());
          link.close();
        });
  }

  @Override
  public void closed() {
    detached = true;
    partition.remove(this);
  }

  private int send(StoredEvent event, Instant now) {
    var content = event.content();
    var message = Proton.message();
    if (tellsLastEnqueued) {
      message.setDeliveryAnnotations(new DeliveryAnnotations(lastEnqueued(now)));
    }
    message.setMessageAnnotations(new MessageAnnotations(annotations(event)));
    content.properties().ifPresent(message::setProperties);
    content.applicationProperties().ifPresent(message::setApplicationProperties);
    message.setBody(content.body());
    var bytes = Wire.encode(message);
    var delivery = link.delivery(ByteBuffer.allocate(Long.BYTES).putLong(tag++).array());
    link.send(bytes, 0, bytes.length);
    delivery.settle();
    link.advance();
    return bytes.length;
  }

  private static Map<Symbol, Object> annotations(StoredEvent event) {
    var annotations = new HashMap<>(event.content().annotations());
    annotations.put(Annotations.SEQUENCE_NUMBER, event.sequence());
    annotations.put(Annotations.OFFSET, Long.toString(event.offset()));
    annotations.put(Annotations.ENQUEUED_TIME, Date.from(event.enqueuedAt()));
    return annotations;
  }

  private Map<Symbol, Object> lastEnqueued(Instant now) {
    var info = partition.log().info(now);
    return Map.of(
        Symbol.valueOf("last_enqueued_sequence_number"), info.lastSequence(),
        Symbol.valueOf("last_enqueued_offset"), info.lastOffset(),
        Symbol.valueOf("last_enqueued_time_utc"), Date.from(info.lastEnqueuedAt()),
        Symbol.valueOf("runtime_info_retrieval_time_utc"), Date.from(now));
  }
}
