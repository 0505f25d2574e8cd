package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.FleetResult;
import dev.tunnelwatch.correlation.Publication;
import dev.tunnelwatch.correlation.PublishedIncident;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.records.IncidentJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Concludes the fleet and publishes what became different, whatever one incident does to us. */
final class FleetConclusion {

  /** What could not be concluded or published is tried again, decision time. */
  static final Duration RETRY = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(FleetConclusion.class);

  private final ProcessorContext<String, byte[]> context;
  private final FleetState state;
  private final Fold fold;
  private final Surroundings surroundings;
  private final Commits commits;
  private final Publisher publisher = new Publisher();

  /** Ids of those that did not fit into a record; found again in each life. */
  private final Set<String> large = new HashSet<>();

  private Optional<Instant> due = Optional.empty();
  private Optional<Instant> heldUntil = Optional.empty();

  FleetConclusion(
      ProcessorContext<String, byte[]> context,
      FleetState state,
      Fold fold,
      Surroundings surroundings,
      Commits commits) {
    this.commits = commits;
    this.context = context;
    this.state = state;
    this.fold = fold;
    this.surroundings = surroundings;
  }

  /** Rule 4. */
  interface Fold {
    FleetResult incidents(Collection<GatewayIncident> incidents, Inventory inventory, Instant asOf);
  }

  private record Round(
      List<Incident> incidents, List<Publication> publications, Optional<Instant> next) {}

  /** Whether time alone asks for another conclusion. */
  boolean isDue(Instant asOf) {
    var clock = surroundings.clock().instant();
    return due.filter(at -> !at.isAfter(asOf)).isPresent()
        || heldUntil
            .filter(
                end ->
                    !clock.isBefore(end)
                        || clock.isBefore(end.minus(Publication.SPACING))) // it was set back
            .isPresent();
  }

  void conclude(Instant asOf) {
    long start = System.nanoTime();
    var round = round(asOf);
    boolean complete = true;
    for (var publication : round.publications()) {
      complete &= publication.failed().isEmpty();
      publication.now().forEach(this::publish);
    }
    state.forget(round.incidents(), asOf);
    large.retainAll(state.published().keySet());
    heldUntil =
        round.publications().stream()
            .map(Publication::heldUntil)
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    var retry = asOf.plus(RETRY);
    // Never at once again, whatever the core says.
    var next = round.next().map(at -> at.isAfter(asOf) ? at : asOf.plusMillis(1));
    due = complete || next.filter(retry::isAfter).isPresent() ? next : Optional.of(retry);
    surroundings.metrics().incidents(round.incidents());
    surroundings.metrics().recomputed(CorrelatorMetrics.Stage.FLEET, System.nanoTime() - start);
  }

  private Round round(Instant asOf) {
    try {
      var result = fold.incidents(state.incidents(), state.inventory(), asOf);
      return new Round(
          result.incidents(),
          List.of(publication(state.published(), result.incidents())),
          result.nextChange());
    } catch (KafkaException e) {
      throw e; // no incident's fault
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: one incident may not silence the fleet, however deep what it says leads.
      LOG.atError().setCause(e).log("fleet not concluded, gateway incidents go out unfolded");
      surroundings.metrics().fleetFailed();
      return apart(asOf);
    }
  }

  /**
   * Every gateway incident by itself, so that people are told. What else was published stays as it
   * is: nothing is closed because we failed.
   */
  private Round apart(Instant asOf) {
    var incidents = new TreeMap<String, Incident>();
    for (var member : state.incidents()) {
      incidents.putIfAbsent(member.incident().id(), member.incident());
    }
    var publications = new ArrayList<Publication>();
    incidents.forEach(
        (id, incident) -> {
          var last = Optional.ofNullable(state.published().get(id));
          try {
            publications.add(
                publication(last.map(l -> Map.of(id, l)).orElse(Map.of()), List.of(incident)));
          } catch (RuntimeException | StackOverflowError e) { // a boundary: the others go out
            leftOut(id, e);
          }
        });
    return new Round(List.copyOf(incidents.values()), publications, Optional.of(asOf.plus(RETRY)));
  }

  private Publication publication(
      Map<String, PublishedIncident> published, List<Incident> computed) {
    var now = surroundings.clock().instant();
    int known = large.size();
    var first = Publication.of(published, fitting(computed), publisher, now);
    return known == large.size()
        ? first
        : Publication.of(published, fitting(computed), publisher, now);
  }

  /** Before they are compared with what was told: what was left out then would be news. */
  private List<Incident> fitting(List<Incident> computed) {
    return computed.stream()
        .map(incident -> large.contains(incident.id()) ? Fitting.of(incident) : incident)
        .toList();
  }

  /** A boundary: an incident on which our own code throws is left out, and the others go. */
  private final class Publisher implements Publication.Publisher {
    @Override
    public Duration delay(Incident incident) {
      return state.delay(incident);
    }

    @Override
    public void check(PublishedIncident revision) {
      var id = revision.incident().id();
      var form = PublishedForm.bytes(revision);
      if (EntrySize.of(id, form) > Fitting.MOST && large.add(id)) {
        LOG.atWarn().addKeyValue("incident", id).log("incident too large, told with shorter lists");
        throw new IllegalArgumentException("incident: too large, to be shortened");
      }
      EntrySize.check(id, form);
    }

    @Override
    public boolean attempt(String incident, Runnable step) {
      int known = large.size();
      try {
        step.run();
        return true;
      } catch (RuntimeException | StackOverflowError e) {
        if (known == large.size()) { // else it is made ready again at once, shorter
          leftOut(incident, e);
        }
        return false;
      }
    }
  }

  private void leftOut(String id, Throwable cause) {
    LOG.atError().addKeyValue("incident", id).setCause(cause).log("incident not published");
    surroundings.metrics().fleetFailed();
  }

  private void publish(PublishedIncident next) {
    var revision = state.publish(next);
    var incident = revision.incident();
    var value = IncidentJson.write(incident).getBytes(StandardCharsets.UTF_8);
    var record = new Record<>(incident.id(), value, context.currentSystemTimeMs());
    revision
        .pageDue()
        .ifPresent(at -> RecordHeaders.put(record.headers(), Headers.PAGE_DUE, at.toString()));
    surroundings.metrics().revision(incident, surroundings.clock().instant());
    context.forward(record);
    commits.hasten();
  }
}
