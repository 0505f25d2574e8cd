package dev.tunnelwatch.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How late it is for one task, which may have old records still to take (rule 37). Coverage says
 * what was read from the hub. After an outage of this process alone it is far ahead of what the
 * task has taken, and a loss would be judged while its recovery lies in the topic. So a task that
 * is behind goes by the coverage of when its last record was written, and concludes nothing where
 * that is not known. Times given as numbers are real time, milliseconds since 1970.
 */
final class CatchUp {

  /** Records younger than this when taken are live. */
  static final Duration LIVE = Duration.ofSeconds(2);

  /** After this long it concludes from what it has. */
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final long NEVER = -1;

  private final Coverage coverage;
  private Instant reached;
  private long writtenAt = NEVER;
  private long age = Long.MAX_VALUE;
  private boolean tookSinceTick;
  private long behindSince = NEVER;
  private Optional<Instant> complete = Optional.empty();

  CatchUp(Coverage coverage) {
    this(coverage, Instant.MIN);
  }

  /**
   * Goes on in another life.
   *
   * @param reached how late it was in the one before
   */
  CatchUp(Coverage coverage, Instant reached) {
    this.coverage = coverage;
    this.reached = reached;
  }

  /** A record was taken. */
  void took(long written, long now) {
    writtenAt = written;
    age = now - written;
    tookSinceTick = true;
  }

  /**
   * To be asked once per tick; never goes back, unless the clock does by a step.
   *
   * @param backlog records that wait in the topic, empty when not known
   * @return empty while nothing may be concluded
   */
  Optional<Instant> asOf(OptionalLong backlog, long now) {
    coverage.note(now);
    boolean busy = tookSinceTick || backlog.orElse(1) > 0;
    tookSinceTick = false;
    boolean behind = backlog.isEmpty() || (busy && age > LIVE.toMillis());
    if (!behind) {
      behindSince = NEVER;
    } else if (behindSince == NEVER || behindSince > now) {
      behindSince = now;
    }
    var found =
        behind && now - behindSince < PATIENCE.toMillis()
            // Writers do not agree to the second on who was first.
            ? coverage.asOfAt(writtenAt - LIVE.toMillis())
            : coverage.asOf(now);
    complete = behind ? coverage.completeAt(writtenAt - LIVE.toMillis()) : coverage.complete();
    found.filter(reached::isBefore).ifPresent(later -> reached = later);
    reached = coverage.notAhead(reached);
    return found.map(_ -> reached);
  }

  /**
   * Up to which enqueued time all that was read has been taken, as of the last tick. Here patience
   * never ends: what is let go of by it does not come back.
   *
   * @return empty where that is not known
   */
  Optional<Instant> complete() {
    return complete;
  }
}
