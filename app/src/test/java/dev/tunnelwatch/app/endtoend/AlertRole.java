package dev.tunnelwatch.app.endtoend;

import dev.tunnelwatch.alerts.Alerts;
import dev.tunnelwatch.alerts.AlertsConfig;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.IncidentJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The role alerts as a process runs it, and what correlation gives it to tell. */
final class AlertRole {

  private AlertRole() {}

  static Alerts start(Map<String, Object> kafka, Receivers receivers) {
    return Alerts.start(
        new AlertsConfig(
            kafka, Topics.DEFAULT, "process-0", receivers, Optional.empty(), Links.NONE),
        InstantSource.system(),
        InstantSource.system(),
        new SimpleMeterRegistry());
  }

  /** Due at once. */
  static void publish(Map<String, Object> kafka, Incident incident) {
    var record =
        new ProducerRecord<>(
            Topics.DEFAULT.incidents(),
            incident.id(),
            IncidentJson.write(incident).getBytes(StandardCharsets.UTF_8));
    var due = Instant.now().minusSeconds(1).toString();
    record.headers().add(Headers.PAGE_DUE, due.getBytes(StandardCharsets.UTF_8));
    try (var producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(record);
    }
  }
}
