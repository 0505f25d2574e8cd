package dev.tunnelwatch.simulator.hub;

import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;

/**
 * What a sender said, as it said it. The sections are kept as they were decoded and are never
 * changed.
 *
 * @param annotations the sender's message annotations (partition key, publisher), without the hub's
 *     own
 * @param bytes size on the wire, for offsets and retention
 */
record EventContent(
    Optional<Properties> properties,
    Optional<ApplicationProperties> applicationProperties,
    Map<Symbol, Object> annotations,
    Section body,
    int bytes) {

  static EventContent ofBody(byte[] body) {
    return new EventContent(
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        new Data(new Binary(body.clone())),
        body.length);
  }

  static EventContent ofValue(String value) {
    return new EventContent(
        Optional.empty(), Optional.empty(), Map.of(), new AmqpValue(value), value.length());
  }

  Optional<String> partitionKey() {
    return Optional.ofNullable(annotations.get(Annotations.PARTITION_KEY)).map(Object::toString);
  }
}
