package dev.tunnelwatch.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.IncidentJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a reader of committed records has met in the topics that correlation writes. */
final class Found {
  static final Topics TOPICS = Topics.DEFAULT;
  static final String[] WRITTEN = {TOPICS.incidents(), TOPICS.gatewayIncidents(), TOPICS.events()};

  private final Map<String, Incident> incidents = new TreeMap<>();
  private final Map<String, GatewayIncident> gatewayIncidents = new HashMap<>();
  private final Set<String> events = new HashSet<>();
  private final List<String> disordered = new ArrayList<>();
  private long revisions;
  private long doubledEvents;

  synchronized void met(ConsumerRecord<byte[], byte[]> record) {
    if (record.headers().lastHeader(Headers.CANARY) != null) {
      return; // says nothing of the fleet
    }
    if (record.topic().equals(TOPICS.incidents())) {
      revision(IncidentJson.read(record.value()));
    } else if (record.topic().equals(TOPICS.events())) {
      if (!events.add(EventJson.read(record.value()).evidence().source())) {
        doubledEvents++;
      }
    } else if (record.value() == null) {
      gatewayIncidents.remove(new String(record.key(), UTF_8));
    } else {
      gatewayIncidents.put(
          new String(record.key(), UTF_8), GatewayIncidentJson.read(record.value()));
    }
  }

  /** One after the other, and none left out. */
  private void revision(Incident next) {
    revisions++;
    var before = incidents.put(next.id(), next);
    int expected = before == null ? 1 : before.revision() + 1;
    if (next.revision() != expected) {
      disordered.add("%s: %d, expected %d".formatted(next.id(), next.revision(), expected));
    }
  }

  /** By id, their last revision. */
  synchronized Map<String, Incident> incidents() {
    return new TreeMap<>(incidents);
  }

  synchronized Map<String, Incident> of(GatewayId gateway) {
    return Expected.byId(
        gatewayIncidents.values().stream()
            .filter(found -> found.gateway().equals(gateway))
            .map(GatewayIncident::incident)
            .toList());
  }

  synchronized List<String> disordered() {
    return List.copyOf(disordered);
  }

  synchronized long revisions() {
    return revisions;
  }

  synchronized long doubledEvents() {
    return doubledEvents;
  }

  /** How many of those are not among what was met. */
  synchronized long missingEvents(Set<String> expected) {
    return expected.stream().filter(each -> !events.contains(each)).count();
  }

  /** How many were met that are not among those. */
  synchronized long strangeEvents(Set<String> expected) {
    return events.stream().filter(each -> !expected.contains(each)).count();
  }
}
