package dev.tunnelwatch.simulator.hub;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.DroppingWritableBuffer;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.message.Message;

/** Messages to bytes and back, batches included. */
final class Wire {

  /** Marks a message whose data sections are messages themselves. Microsoft's own. */
  static final int BATCH_FORMAT = 0x80013700;

  // the encoder asks for a little more room than it counts and uses
  private static final int SLACK = 64;

  /** The bytes are no message. Checked, because it is what a hostile client would send. */
  static final class UndecodableException extends Exception {
    private static final long serialVersionUID = 1L;

    UndecodableException(RuntimeException cause) {
      super("not an AMQP message", cause);
    }
  }

  private Wire() {}

  static byte[] encode(Message message) {
    int counted = message.encode(new DroppingWritableBuffer());
    var bytes = new byte[counted + SLACK];
    int length = message.encode(bytes, 0, bytes.length);
    return Arrays.copyOf(bytes, length);
  }

  static Message decode(byte[] bytes) throws UndecodableException {
    return guarded(() -> decoded(bytes, 0, bytes.length));
  }

  /** The events of one delivery: those of a batch one by one. */
  static List<EventContent> events(byte[] bytes, int format) throws UndecodableException {
    return guarded(
        () ->
            format == BATCH_FORMAT
                ? batch(bytes)
                : List.of(content(decoded(bytes, 0, bytes.length), Map.of(), bytes.length)));
  }

  private static List<EventContent> batch(byte[] bytes) {
    var decoder = new DecoderImpl();
    AMQPDefinedTypes.registerAllTypes(decoder, new EncoderImpl(decoder));
    var buffer = ByteBuffer.wrap(bytes);
    decoder.setByteBuffer(buffer);
    var events = new ArrayList<EventContent>();
    Map<Symbol, Object> envelope = Map.of();
    while (buffer.hasRemaining()) {
      var section = decoder.readObject();
      if (section instanceof MessageAnnotations annotations) {
        envelope = kept(annotations);
      } else if (section instanceof Data data) {
        var inner = data.getValue();
        events.add(
            content(
                decoded(inner.getArray(), inner.getArrayOffset(), inner.getLength()),
                envelope,
                inner.getLength()));
      }
    }
    return events;
  }

  private static Message decoded(byte[] bytes, int offset, int length) {
    var message = Proton.message();
    message.decode(bytes, offset, length);
    return message;
  }

  private static EventContent content(Message message, Map<Symbol, Object> envelope, int bytes) {
    var annotations = new HashMap<>(envelope);
    Optional.ofNullable(message.getMessageAnnotations())
        .ifPresent(own -> annotations.putAll(kept(own)));
    return new EventContent(
        Optional.ofNullable(message.getProperties()),
        Optional.ofNullable(message.getApplicationProperties()),
        Map.copyOf(annotations),
        Optional.<Section>ofNullable(message.getBody()).orElseGet(() -> new AmqpValue("")),
        bytes);
  }

  private static Map<Symbol, Object> kept(MessageAnnotations annotations) {
    var kept = new HashMap<Symbol, Object>();
    Optional.ofNullable(annotations.getValue()).orElseGet(Map::of).entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .filter(entry -> !Annotations.GIVEN_BY_HUB.contains(entry.getKey()))
        .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }

  private interface Decoding<T> {
    T decode();
  }

  /** The boundary to proton's decoder, which answers bad bytes with any unchecked exception. */
  private static <T> T guarded(Decoding<T> decoding) throws UndecodableException {
    try {
      return decoding.decode();
    } catch (RuntimeException e) {
      throw new UndecodableException(e);
    }
  }
}
