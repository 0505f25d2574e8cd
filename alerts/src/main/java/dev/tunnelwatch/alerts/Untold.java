package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import dev.tunnelwatch.model.Incident;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Incidents of which nobody is told now, for they could not be read or our own code fails over
 * them: that costs no other incident its page, and is a page itself ({@code
 * TunnelwatchIncidentNotAlerted}). A number that stands, since what is counted once before anybody
 * looks shows no increase.
 */
final class Untold implements Judged {
  private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

  /** By incident, or by its place where not even that is known: what kind of failure it was. */
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();

  private final Map<String, String> undecided = new ConcurrentHashMap<>();
  private final Map<String, String> notSaidAgain = new ConcurrentHashMap<>();

  Untold(MeterRegistry metrics) {
    Gauge.builder("tunnelwatch.alerts.untold", this, Untold::count)
        .description("Incidents that could not be read or judged: nobody is told of them")
        .register(metrics);
  }

  private long count() {
    return Stream.of(unreadable, undecided, notSaidAgain)
        .flatMap(each -> each.keySet().stream())
        .distinct()
        .count();
  }

  void unreadable(ConsumerRecord<byte[], byte[]> record, Throwable why) {
    unreadable.put(incident(record), Breakdown.kind(why));
    LOG.atError()
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .setCause(why)
        .log("an incident cannot be read and cannot be alerted on");
  }

  /** It could be read, or was taken out of the topic. */
  void read(ConsumerRecord<byte[], byte[]> record) {
    var incident = incident(record);
    if (unreadable.remove(incident) != null) {
      LOG.atInfo().addKeyValue("incident", incident).log("the incident can be read again");
    }
  }

  private static String incident(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null
        ? record.partition() + "/" + record.offset()
        : new String(record.key(), StandardCharsets.UTF_8);
  }

  @Override
  public void failed(Incident incident, Throwable why) {
    var kind = Breakdown.kind(why);
    if (!kind.equals(undecided.put(incident.id(), kind))) { // it is tried again each second
      LOG.atError()
          .addKeyValue("incident", incident.id())
          .addKeyValue("revision", incident.revision())
          .setCause(why)
          .log("what is to be told of an incident cannot be decided");
    }
  }

  @Override
  public void decided(String incident) {
    if (undecided.remove(incident) != null) {
      LOG.atInfo()
          .addKeyValue("incident", incident)
          .log("what is to be told of the incident can be decided again");
    }
  }

  @Override
  public void notSaidAgain(Incident incident, Throwable why) {
    notSaidAgain.put(incident.id(), Breakdown.kind(why));
    LOG.atError()
        .addKeyValue("incident", incident.id())
        .addKeyValue("revision", incident.revision())
        .setCause(why)
        .log("an alert cannot be said again: what fires may end by itself");
  }

  @Override
  public void keepOnly(Predicate<String> incidents) {
    undecided.keySet().removeIf(incidents.negate());
    notSaidAgain.keySet().removeIf(incidents.negate());
  }

  /** Whoever sends from now on reads all of them anew. */
  void clear() {
    unreadable.clear();
    undecided.clear();
    notSaidAgain.clear();
  }
}
