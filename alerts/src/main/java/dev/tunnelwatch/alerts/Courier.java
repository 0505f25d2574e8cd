package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.alerts.Receiver.Saying;
import dev.tunnelwatch.model.Breakdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Brings sends to one receiver on a thread of its own, so that a receiver that hangs holds up
 * nobody else. Times here are real time.
 */
final class Courier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A restart of an Alertmanager is over by then. */
  static final Duration STUCK = Duration.ofMinutes(3);

  /** What fires is posted once a minute, and may be all that is. */
  static final Duration CALM = Satchel.REPEAT.multipliedBy(5);

  private final Steps steps;
  private final Receiver receiver;
  private final InstantSource clock;
  private final DeliveryMetrics metrics;
  private final Employer employer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handed = lock.newCondition();
  private final Satchel satchel = new Satchel();
  private final Thread thread;

  /** Of the time in which this process sends. */
  private Breakdown breakdown = new Breakdown(CALM);

  private boolean running = true;

  /** Whether the last that was tried was taken. */
  private boolean isTaking;

  /** Since when it has had something to deliver, and delivered nothing; empty when it has not. */
  private Optional<Instant> stuckSince = Optional.empty();

  Courier(
      Receiver receiver,
      InstantSource clock,
      DeliveryMetrics metrics,
      Employer employer,
      Steps steps) {
    this.steps = steps;
    this.receiver = receiver;
    this.clock = clock;
    this.metrics = metrics;
    this.employer = employer;
    this.thread = Thread.ofPlatform().name("alerts-" + receiver.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  String receiver() {
    return receiver.name();
  }

  /** See {@link Receiver#wantsRepeats}. */
  boolean wantsRepeats() {
    return receiver.wantsRepeats();
  }

  /** See {@link Receiver#remembers}. */
  boolean remembers() {
    return receiver.remembers();
  }

  boolean healthy() {
    return thread.isAlive();
  }

  /**
   * Whether people could be told by those. Of a receiver through which they are told of our own
   * trouble nobody else could say that it takes nothing any more; where there is none of these, it
   * is enough that one of the others takes something.
   */
  static boolean couldTell(List<Courier> couriers) {
    var tellOfUs = couriers.stream().filter(each -> each.receiver.tellsOfUs()).toList();
    var others = couriers.stream().filter(each -> each.receiver.reachesPeople()).toList();
    return couriers.stream().allMatch(Courier::healthy)
        && tellOfUs.stream().noneMatch(Courier::isStuck)
        && (!tellOfUs.isEmpty()
            || others.isEmpty()
            || others.stream().anyMatch(each -> !each.isStuck()));
  }

  /** Whether its receiver has taken nothing for {@link #STUCK} though there was something. */
  boolean isStuck() {
    lock.lock();
    try {
      return stuckSince.filter(since -> !clock.instant().isBefore(since.plus(STUCK))).isPresent();
    } finally {
      lock.unlock();
    }
  }

  void hand(Send send) {
    lock.lock();
    try {
      satchel.add(send);
      metrics.pending(receiver.name(), satchel.pending(clock.instant()));
      stuckSince = stuckSince.or(() -> Optional.of(clock.instant()));
      handed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything: somebody else sends from now on. */
  void clear() {
    lock.lock();
    try {
      satchel.clear();
      stuckSince = Optional.empty();
      breakdown = new Breakdown(CALM);
      isTaking = false;
      metrics.pending(receiver.name(), 0);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var loads = next(); !loads.isEmpty(); loads = next()) {
        var sayings = loads.stream().map(load -> new Saying(load.send(), load.since())).toList();
        steps.passed(Step.POSTING);
        var outcomes = deliver(sayings);
        steps.passed(Step.POSTED);
        settle(loads, outcomes);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one alert makes of the receiver's code may not end the thread of all. */
  private List<Outcome> deliver(List<Saying> sayings) {
    return Boundary.around(
        () -> receiver.deliver(sayings, clock.instant()),
        why ->
            sayings.size() == 1
                ? List.of(new Outcome.Refused("failed itself: " + placeOf(why)))
                : sayings.stream().flatMap(one -> deliver(List.of(one)).stream()).toList());
  }

  /** Without its message, in which may stand whatever made it fail. */
  private static String placeOf(Throwable failure) {
    var place = Arrays.stream(failure.getStackTrace()).findFirst();
    return failure.getClass().getName() + place.map(at -> " at " + at).orElse("");
  }

  /** Waits for something that is due; empty when it is time to stop. */
  private List<Satchel.Load> next() throws InterruptedException {
    lock.lock();
    try {
      while (running) {
        sayIfTakenAgain();
        if (employer.sends().getAsBoolean()) {
          var loads = satchel.due(clock.instant(), receiver.most());
          if (!loads.isEmpty()) {
            return loads;
          }
        }
        boolean _ = handed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Asked time and again, as there may be nothing more to tell. */
  private void sayIfTakenAgain() {
    if (isTaking) {
      breakdown
          .over(System.nanoTime())
          .ifPresent(
              time ->
                  LOG.atInfo()
                      .addKeyValue("receiver", receiver.name())
                      .log("takes alerts again after {} s", time.toSeconds()));
    }
  }

  private void settle(List<Satchel.Load> loads, List<Outcome> outcomes)
      throws InterruptedException {
    var news = new ArrayList<Satchel.Load>();
    Instant now = clock.instant();
    lock.lock();
    try {
      for (int i = 0; i < loads.size(); i++) {
        var load = loads.get(i);
        metrics.count(receiver.name(), load, outcomes.get(i));
        boolean stale = satchel.isStale(load);
        if (settle(load, outcomes.get(i), now) && !load.repeat() && !stale) {
          news.add(load);
        }
      }
      unreachable(outcomes, now);
      metrics.pending(receiver.name(), satchel.pending(now));
      if (outcomes.stream().anyMatch(Outcome.Delivered.class::isInstance)) {
        isTaking = true;
        stuckSince = satchel.pending(now) == 0 ? Optional.empty() : Optional.of(now);
      } else {
        stuckSince = stuckSince.or(() -> Optional.of(now));
      }
    } finally {
      lock.unlock();
    }
    if (!news.isEmpty() && isStillOurs(news)) {
      employer.delivered().accept(news.stream().map(Satchel.Load::send).toList(), receiver.name());
    }
  }

  /**
   * Who stood still while it posted may have been followed by another, which has told the end by
   * now: to keep the beginning would be to write over that. So it waits until that is known; where
   * it was followed everything was given up.
   */
  private boolean isStillOurs(List<Satchel.Load> news) throws InterruptedException {
    lock.lock();
    try {
      while (news.stream().noneMatch(satchel::isStale)) {
        if (employer.sends().getAsBoolean()) {
          return true;
        }
        if (!running) {
          return false;
        }
        boolean _ = handed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was taken. */
  private boolean settle(Satchel.Load load, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Delivered _ -> {
        satchel.delivered(load, now, receiver.wantsRepeats());
        yield true;
      }
      case Outcome.Refused(var why) -> {
        refused(load, why, now);
        yield false;
      }
      case Outcome.Unreachable _ -> false;
    };
  }

  private void refused(Satchel.Load load, String why, Instant now) {
    var key = load.send().labels().pageKey();
    if (satchel.isFirstRefusal(load)) {
      log(key).log("alert refused: {}", why);
    }
    int givenUp = satchel.refused(load, now);
    if (givenUp > 0) {
      metrics.givenUp(receiver.name(), givenUp);
      log(key)
          .log(
              "alert refused for {} days after its end, and given up: {}",
              Satchel.REFUSED_FOR.toDays(),
              why);
    }
  }

  private LoggingEventBuilder log(String key) {
    return LOG.atError().addKeyValue("receiver", receiver.name()).addKeyValue("pageKey", key);
  }

  /** It is one receiver, so that one of them speaks for all. */
  private void unreachable(List<Outcome> outcomes, Instant now) {
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Unreachable(var why, _)) {
        isTaking = false;
        if (breakdown.isNews(why, System.nanoTime())) {
          LOG.atWarn()
              .addKeyValue("receiver", receiver.name())
              .log("alerts are not taken: {}", why);
        }
        satchel.unreachable(now);
        return;
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      running = false;
      handed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
