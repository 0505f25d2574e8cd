package dev.tunnelwatch.alerts;

import java.time.Instant;
import java.util.List;

/** Someone who is told. Called by one thread at a time. */
interface Receiver extends AutoCloseable {

  /** For metrics and the record of what was acknowledged; does not change between runs. */
  String name();

  /** Whether it wants to hear again of what still fires, and of what has just ended. */
  boolean wantsRepeats();

  /** Whether people are told through it of our own trouble, too, so that its death is not seen. */
  default boolean tellsOfUs() {
    return false;
  }

  /** Whether it brings anything to people: a terminal that nobody looks at does not. */
  default boolean reachesPeople() {
    return true;
  }

  /** Whether it keeps what it took, so that after a restart of ours it lacks only the rest. */
  default boolean remembers() {
    return false;
  }

  /**
   * Delivers, and returns within a bounded time. Never throws for what the other side does.
   *
   * @param since real time of the first send under this key
   * @param now real time
   */
  Outcome deliver(Send send, Instant since, Instant now);

  /** How many it is told of at once. */
  default int most() {
    return 1;
  }

  /**
   * The same of several keys.
   *
   * @return what became of each, in their order
   */
  default List<Outcome> deliver(List<Saying> sayings, Instant now) {
    return sayings.stream().map(one -> deliver(one.send(), one.since(), now)).toList();
  }

  /** A send, and the real time of the first one under its key. */
  record Saying(Send send, Instant since) {}

  @Override
  default void close() {}

  /** What became of it. */
  sealed interface Outcome {
    /** It was taken. */
    record Delivered() implements Outcome {}

    /** It was understood and turned down: trying again at once is no use. */
    record Refused(String why) implements Outcome {}

    /**
     * Nobody took it; it is tried again.
     *
     * @param failing somebody is there, and answers with a failure of theirs, too late, or not at
     *     all: what they were told may be why
     */
    record Unreachable(String why, boolean failing) implements Outcome {
      Unreachable(String why) {
        this(why, false);
      }
    }
  }
}
