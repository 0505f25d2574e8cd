package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Incidents;
import dev.tunnelwatch.records.IncidentJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes incidents that page, each of a gateway of its own, as correlation publishes them. */
final class Outages implements AutoCloseable {
  private final KafkaProducer<String, String> producer;

  Outages(Map<String, Object> kafka) {
    producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer());
  }

  static String id(int number) {
    return "%016x".formatted(number + 1L);
  }

  /** A site that is unreachable since then. */
  static Incident began(int number, Instant at) {
    var one = Incidents.parisUnreachable();
    var gateway = new GatewayId(one.scope().gateways().getFirst().resourceId() + "-" + number);
    var row = one.redundancy().getFirst();
    return new Incident(
        id(number),
        one.revision(),
        one.state(),
        one.judgement(),
        one.wording(),
        new Incident.Span(at, Optional.empty()),
        new Incident.Scope(
            List.of(gateway), one.scope().sites(), List.of(), List.of(), List.of(), 0),
        List.of(
            new Redundancy(
                gateway,
                row.site(),
                row.expected(),
                row.up(),
                row.worst(),
                Optional.of(at),
                Optional.empty())),
        one.conditions(),
        one.proof(),
        one.lineage(),
        one.inventory(),
        one.flags());
  }

  /** The next revision of it, for another cause. */
  static Incident because(Incident one, Cause cause) {
    var judgement = one.judgement();
    return next(
        one,
        one.state(),
        new Incident.Judgement(judgement.severity(), judgement.page(), cause),
        one.lineage());
  }

  /** Its last revision: it goes on as another (rule 39). */
  static Incident mergedInto(Incident one, String heir) {
    var lineage = new Incident.Lineage(one.lineage().replaces(), Optional.of(heir));
    return next(one, IncidentState.CLOSED, one.judgement(), lineage);
  }

  /** The next revision of it, or its first: it goes on for another, too. */
  static Incident replacing(Incident one, String old) {
    var lineage = new Incident.Lineage(List.of(old), one.lineage().mergedInto());
    return next(one, one.state(), one.judgement(), lineage);
  }

  private static Incident next(
      Incident one, IncidentState state, Incident.Judgement judgement, Incident.Lineage lineage) {
    return new Incident(
        one.id(),
        one.revision() + 1,
        state,
        judgement,
        one.wording(),
        one.span(),
        one.scope(),
        one.redundancy(),
        one.conditions(),
        one.proof(),
        lineage,
        one.inventory(),
        one.flags());
  }

  /** Completes with the {@link System#nanoTime} at which Kafka has it; its page is due at once. */
  CompletableFuture<Long> publish(Incident incident) {
    var record =
        new ProducerRecord<>(
            Topics.DEFAULT.incidents(), incident.id(), IncidentJson.write(incident));
    record
        .headers()
        .add(
            Headers.PAGE_DUE,
            incident.span().startedAt().toString().getBytes(StandardCharsets.UTF_8));
    var kept = new CompletableFuture<Long>();
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure == null) {
                kept.complete(System.nanoTime());
              } else {
                kept.completeExceptionally(failure);
              }
            });
    return kept;
  }

  @Override
  public void close() {
    producer.close();
  }
}
