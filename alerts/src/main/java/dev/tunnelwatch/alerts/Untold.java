package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Incidents of which nobody is told, for they could not be read or our own code failed over them:
 * that costs no other incident its page, and is a page itself ({@code
 * TunnelwatchIncidentNotAlerted}).
 */
final class Untold {
  private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

  private final Counter count;

  Untold(MeterRegistry metrics) {
    count =
        Counter.builder("tunnelwatch.alerts.untold")
            .description("Times an incident could not be read or judged: nobody is told of it")
            .register(metrics);
  }

  void unreadable(ConsumerRecord<byte[], byte[]> record, Throwable why) {
    count.increment();
    LOG.atError()
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .setCause(why)
        .log("an incident cannot be read and cannot be alerted on");
  }

  void failed(Incident incident, Throwable why) {
    count.increment();
    LOG.atError()
        .addKeyValue("incident", incident.id())
        .addKeyValue("revision", incident.revision())
        .setCause(why)
        .log("what is to be told of an incident could not be decided");
  }
}
