package dev.tunnelwatch.ingest;

import com.azure.messaging.eventhubs.models.LastEnqueuedEventProperties;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * One link to a partition. The client's threads fill it, the slot's thread empties it. Events are
 * asked for one by one while the slot has room, so that what is not asked for stays in the hub.
 */
final class EventHubReader implements PartitionReader {
  private final String name;
  private final HubTroubles troubles;
  private final Intake intake;
  private final Arrivals arrivals = new Arrivals();
  private final Queue<SourceEvent> events = new ArrayDeque<>();
  private Optional<PartitionEnd> end = Optional.empty();
  private Optional<SourceException> failure = Optional.empty();
  private boolean waiting;
  private boolean closed;

  EventHubReader(String name, HubTroubles troubles, Intake intake) {
    this.name = name;
    this.troubles = troubles;
    this.intake = intake;
  }

  BaseSubscriber<PartitionEvent> arrivals() {
    return arrivals;
  }

  @Override
  public Optional<SourceEvent> poll() {
    Optional<SourceEvent> next;
    boolean more;
    synchronized (events) {
      next = Optional.ofNullable(events.poll());
      next.ifPresent(event -> intake.taken(event.body().length));
      if (next.isEmpty() && failure.isPresent()) {
        throw failure.get();
      }
      more = waiting && intake.hasRoom();
      waiting = waiting && !more;
    }
    if (more) {
      arrivals.request(1);
    }
    return next;
  }

  @Override
  public Optional<PartitionEnd> end() {
    synchronized (events) {
      return end;
    }
  }

  @Override
  public void close() {
    arrivals.dispose();
    synchronized (events) {
      closed = true;
      events.forEach(event -> intake.taken(event.body().length));
      events.clear();
    }
  }

  private void fail(SourceException problem) {
    synchronized (events) {
      failure = Optional.of(problem);
    }
    intake.wake();
  }

  /** Called by the client, one at a time, on threads that must not be blocked. */
  private final class Arrivals extends BaseSubscriber<PartitionEvent> {

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      request(1);
    }

    @Override
    protected void hookOnNext(PartitionEvent arrived) {
      var event = event(arrived);
      boolean more;
      synchronized (events) {
        if (closed) {
          return;
        }
        events.add(event);
        intake.arrived(event.body().length);
        endOf(arrived.getLastEnqueuedEventProperties()).ifPresent(said -> end = Optional.of(said));
        more = intake.hasRoom();
        waiting = !more;
      }
      if (more) {
        request(1);
      }
    }

    @Override
    protected void hookOnError(Throwable problem) {
      fail(new SourceException(name, troubles.of(problem)));
    }

    @Override
    protected void hookOnComplete() {
      fail(new SourceException(name, new HubTrouble(HubTrouble.Kind.ENDED, "")));
    }

    private static SourceEvent event(PartitionEvent arrived) {
      var data = arrived.getData();
      byte @Nullable [] body = data.getBody();
      return new SourceEvent(
          data.getSequenceNumber(), data.getEnqueuedTime(), body == null ? new byte[0] : body);
    }

    /** The numbers are missing until the hub has told them once. */
    private static Optional<PartitionEnd> endOf(@Nullable LastEnqueuedEventProperties told) {
      if (told == null || told.getSequenceNumber() == null || told.getRetrievalTime() == null) {
        return Optional.empty();
      }
      return Optional.of(new PartitionEnd(told.getSequenceNumber(), told.getRetrievalTime()));
    }
  }
}
