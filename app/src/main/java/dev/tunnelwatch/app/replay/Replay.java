package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.correlation.GatewayStage;
import dev.tunnelwatch.correlation.Revisions;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.records.BodyReader;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Gathers the evidence of an archive; then the incidents are a function of it (rule 1). One thread
 * hands over the chunks, a thread per processor reads them, a batch at a time; results come out in
 * the order of the chunks. When the readers fall behind, handing over waits.
 */
final class Replay implements AutoCloseable {

  private static final Duration AHEAD = Duration.ofDays(366);
  private static final int BATCH_BYTES = 1 << 18;

  private final RecordReader records = new RecordReader(Pseudonyms.redacted());
  private final Gathering gathering = new Gathering();
  private final LastTime lastTime = new LastTime();
  private final Counts counts = new Counts();
  private final Optional<Instant> until;
  private final Repair repair;
  private final Consumer<RejectLine> rejects;
  private final Optional<Understanding> understanding;

  private final int processors = Runtime.getRuntime().availableProcessors();
  private final ExecutorService readers = Executors.newFixedThreadPool(processors);

  /** They know more of the log the longer they read it. */
  private final Queue<BodyReader> idle = new ConcurrentLinkedQueue<>();

  private final Deque<Future<Excerpt>> inWork = new ArrayDeque<>();
  private List<Chunk> batch = new ArrayList<>();
  private long batchBytes;

  /**
   * Nothing read yet.
   *
   * @param until the end of the replay: what happened later is counted, and no evidence
   * @param rejects is handed every record that should have been understood and was not
   * @param understanding takes how far each record was understood, where that is asked for
   */
  Replay(
      Optional<Instant> until,
      Repair repair,
      Consumer<RejectLine> rejects,
      Optional<Understanding> understanding) {
    this.understanding = understanding;
    this.until = until;
    this.repair = repair;
    this.rejects = rejects;
  }

  void read(Chunk chunk) {
    batch.add(chunk);
    batchBytes += chunk.length();
    if (batchBytes >= BATCH_BYTES) {
      submit();
    }
  }

  private void submit() {
    var chunks = batch;
    batch = new ArrayList<>();
    batchBytes = 0;
    inWork.add(readers.submit(() -> excerpt(chunks)));
    if (inWork.size() > 2 * processors) {
      take();
    }
  }

  private Excerpt excerpt(List<Chunk> chunks) {
    var reader = Optional.ofNullable(idle.poll()).orElseGet(() -> new BodyReader(records, repair));
    var excerpt =
        new Excerpt(reader, gathering, until, understanding.map(_ -> new Understanding()));
    chunks.forEach(excerpt::read);
    idle.add(reader);
    return excerpt;
  }

  private void take() {
    var excerpt = result(inWork.remove());
    counts.add(excerpt.counts());
    lastTime.add(excerpt.lastTime());
    excerpt.rejects().forEach(rejects);
    excerpt.understanding().ifPresent(found -> understanding.ifPresent(all -> all.add(found)));
  }

  private static Excerpt result(Future<Excerpt> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reader failed", e.getCause());
    }
  }

  /** Waits until everything handed over has been read. */
  Replay end() {
    submit();
    while (!inWork.isEmpty()) {
      take();
    }
    counts.withoutZone(records.withoutZone());
    return this;
  }

  /** What was handed over takes for now; it must have been read to the {@link #end}. */
  Optional<AsOf> asOf() {
    return lastTime.get();
  }

  /**
   * As of the end, else as of the last time that has company; in the order of their ids. What was
   * handed over must have been read to the {@link #end}.
   */
  List<Incident> incidents(Inventory inventory, Progress progress) {
    var asOf = until.or(() -> asOf().map(AsOf::at));
    return asOf.isEmpty() ? List.of() : incidents(inventory, asOf.get(), progress);
  }

  /** What a wrong clock dates more than a year ahead ends nothing: it counts for no now either. */
  private EvidenceSet plausible(EvidenceSet evidence, Instant asOf) {
    var limit = asOf.plus(AHEAD);
    boolean ahead = until.isEmpty() && asOf().filter(now -> now.last().isAfter(limit)).isPresent();
    return ahead ? evidence.until(limit) : evidence;
  }

  private List<Incident> incidents(Inventory inventory, Instant asOf, Progress progress) {
    var gateways = gathering.evidence();
    List<GatewayIncident> found =
        gateways.values().parallelStream()
            .flatMap(
                evidence -> {
                  var incidents = incidents(evidence, inventory, asOf);
                  progress.concluded(gateways.size());
                  return incidents.stream();
                })
            .toList();
    return Revisions.next(List.of(), FleetStage.incidents(found, inventory, asOf).incidents());
  }

  private List<GatewayIncident> incidents(EvidenceSet evidence, Inventory inventory, Instant asOf) {
    var gateway = evidence.gateway();
    return GatewayStage.incidents(
            gateway, plausible(evidence, asOf), inventory.of(gateway), inventory.hash(), asOf)
        .incidents();
  }

  /** Who is in no connection and tries for long, the longest first. */
  List<Uninvited> uninvited(Inventory inventory) {
    return gathering.evidence().values().stream()
        .flatMap(of -> Uninvited.of(of, inventory.of(of.gateway())).stream())
        .sorted(Uninvited.LONGEST_FIRST)
        .toList();
  }

  /** Of what has been read so far. */
  Counts counts() {
    return counts;
  }

  @Override
  public void close() {
    readers.shutdownNow();
    readers.close();
  }
}
