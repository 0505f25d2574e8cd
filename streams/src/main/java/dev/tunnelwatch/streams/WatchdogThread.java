package dev.tunnelwatch.streams;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when the {@link Watchdog} finds that it does no good any more. At once and from
 * outside: a thread that hangs may hold what an orderly end waits for, and whoever runs the process
 * starts it again; a crash loses nothing. Not while Kafka is away, or a coordinator that a thread
 * commits with: another start would not help, unless the clock was set back.
 */
final class WatchdogThread implements AutoCloseable {

  /** The status the process ends with (EX_SOFTWARE of sysexits.h). */
  static final int STATUS = 70;

  private static final int FRAMES = 12;
  private static final Logger LOG = LoggerFactory.getLogger(WatchdogThread.class);

  private final Watchdog watchdog;
  private final Supplier<Vitals> vitals;
  private final Predicate<Set<String>> kafkaAnswers;
  private final ClockWatch clock = new ClockWatch(System::currentTimeMillis, System::nanoTime);
  private final Thread thread;

  /** Why the last look failed, empty when it did not. For the thread alone. */
  private String unknown = "";

  private WatchdogThread(
      Watchdog watchdog, Supplier<Vitals> vitals, Predicate<Set<String>> kafkaAnswers) {
    this.watchdog = watchdog;
    this.vitals = vitals;
    this.kafkaAnswers = kafkaAnswers;
    thread = Thread.ofPlatform().daemon().name("watchdog").unstarted(this::watch);
  }

  /**
   * Begins to look.
   *
   * @param kafkaAnswers whether Kafka does, and gives those threads what they commit with
   */
  static WatchdogThread start(
      Watchdog watchdog, Supplier<Vitals> vitals, Predicate<Set<String>> kafkaAnswers) {
    var started = new WatchdogThread(watchdog, vitals, kafkaAnswers);
    started.thread.start();
    return started;
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        lookAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void lookAgain() throws InterruptedException {
    try {
      look();
      unknown = "";
    } catch (RuntimeException | Error e) {
      // A boundary: without this thread nobody finds what hangs, and nothing tells that it is gone.
      if (!e.toString().equals(unknown)) {
        unknown = e.toString();
        LOG.atError().setCause(e).log("whether correlation hangs cannot be told");
      }
    }
  }

  private void look() throws InterruptedException {
    var set = clock.look();
    if (set.isPresent()) {
      end(set.get());
    }
    var now = vitals.get();
    var wrong = watchdog.look(now);
    // Asked early: what is held against nobody while Kafka is away must be forgiven before it is
    // back, else the first second of its return finds the process guilty.
    if (watchdog.suspects() && !kafkaAnswers.test(now.commits().keySet())) {
      LOG.atWarn().log("Kafka does not answer, so nothing is held against this process");
      watchdog.forgive();
    } else if (wrong.isPresent()) {
      end(wrong.get());
    }
  }

  /** What is written may wait for a lock that will never be free; the end must not. */
  static void end(String wrong) throws InterruptedException {
    var last = Thread.ofPlatform().daemon().name("last-words").unstarted(() -> say(wrong));
    last.start();
    last.join(2_000);
    Runtime.getRuntime().halt(STATUS);
  }

  private static void say(String wrong) {
    LOG.atError().addKeyValue("threads", threads()).log("process ended by its watchdog: " + wrong);
  }

  /** Where the threads of Kafka Streams are. */
  private static String threads() {
    var text = new StringBuilder();
    Thread.getAllStackTraces().entrySet().stream()
        .filter(each -> isOfStreams(each.getKey().getName()))
        .forEach(
            each -> {
              text.append('\n').append(each.getKey().getName());
              Stream.of(each.getValue())
                  .limit(FRAMES)
                  .forEach(frame -> text.append("\n  at ").append(frame));
            });
    return text.toString();
  }

  private static boolean isOfStreams(String name) {
    return Stream.of("StreamThread", "StateUpdater").anyMatch(name::contains);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
