package dev.tunnelwatch.app.check;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All checks at once, told in their order as soon as each is complete. */
final class CheckRun {
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(500);

  private record Looking(Check check, Steps steps, Thread thread) {}

  private final Report report;
  private final PrintStream progress;
  private final boolean redraws;

  /** {@code redraws}: whether progress may overwrite its own line. */
  CheckRun(Report report, PrintStream progress, boolean redraws) {
    this.report = report;
    this.progress = progress;
    this.redraws = redraws;
  }

  void run(List<Check> checks) throws InterruptedException {
    var looking = new ArrayList<Looking>();
    for (var check : checks) {
      var steps = new Steps(check.subject(), STEP);
      var thread = Thread.ofVirtual().name(check.subject()).start(() -> look(check, steps));
      looking.add(new Looking(check, steps, thread));
    }
    for (var one : looking) {
      await(one);
      one.steps().findings().forEach(report::say);
    }
  }

  /** A named boundary: one check that fails as nobody foresaw costs no other its answer. */
  private static void look(Check check, Steps steps) {
    try {
      check.run(steps);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      steps.tell("check", Verdict.unknown("it failed itself: " + e.getClass().getSimpleName(), ""));
    }
  }

  private void await(Looking one) throws InterruptedException {
    long begun = System.nanoTime();
    long told = begun;
    while (!one.thread().join(TICK)) {
      long now = System.nanoTime();
      var words =
          "waiting for %s: %s, %d s"
              .formatted(
                  one.check().subject(),
                  one.steps().current(),
                  Duration.ofNanos(now - begun).toSeconds());
      if (redraws) {
        progress.print("\r\033[K" + words);
        progress.flush();
      } else if (now - told >= QUIET.toNanos()) {
        told = now;
        progress.println(words);
      }
    }
    if (redraws) {
      progress.print("\r\033[K");
      progress.flush();
    }
  }
}
