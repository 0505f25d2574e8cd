package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.topics.KafkaSettingsException;
import dev.tunnelwatch.ingest.SourceException;
import dev.tunnelwatch.ingest.SourceSettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One check's steps, each resting on those before it: once one has failed the rest is told as not
 * looked at. None takes longer than its time, whatever a client does.
 */
final class Steps {
  private final String subject;
  private final Duration limit;
  private final List<Finding> findings = new ArrayList<>();
  private Optional<String> failed = Optional.empty();
  private volatile String current = "starting";

  Steps(String subject, Duration limit) {
    this.subject = subject;
    this.limit = limit;
  }

  /** What is being looked at now. */
  String current() {
    return current;
  }

  /** In the order they were made. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Whether something that others rest on has failed. */
  boolean failed() {
    return failed.isPresent();
  }

  /** Tells what needs no waiting. */
  void tell(String step, Verdict verdict) {
    findings.add(new Finding(subject, step, verdict));
  }

  /** Looks; a step that throws fails all that come after it. */
  <T> Optional<T> look(String step, Callable<T> action, Function<T, Verdict> words)
      throws InterruptedException {
    if (failed.isPresent()) {
      tell(step, Verdict.unknown("not checked, because of: " + failed.get(), ""));
      return Optional.empty();
    }
    current = step;
    var task = new FutureTask<>(action);
    var thread = Thread.ofVirtual().name("check").start(task);
    try {
      var value = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      tell(step, words.apply(value));
      return Optional.of(value);
    } catch (ExecutionException e) {
      fail(step, verdict(e.getCause()));
    } catch (TimeoutException e) {
      thread.interrupt();
      var within = "no answer within " + limit.toSeconds() + " s";
      fail(step, Verdict.wrong(within, "check the network and what stands at the other end"));
    }
    return Optional.empty();
  }

  private void fail(String step, Verdict verdict) {
    failed = Optional.of(step);
    tell(step, verdict);
  }

  /** What is not expected here is told by its kind alone: its message may hold anything. */
  private static Verdict verdict(@Nullable Throwable problem) {
    return switch (problem) {
      case Trouble told -> told.verdict();
      case SourceException told ->
          Verdict.wrong(told.trouble().words(), told.trouble().kind().advice());
      case SourceSettingsException told -> Verdict.wrong(String.valueOf(told.getMessage()), "");
      case KafkaSettingsException told -> Verdict.wrong(String.valueOf(told.getMessage()), "");
      case null -> Verdict.wrong("it failed", "");
      case Throwable other -> Verdict.wrong(other.getClass().getSimpleName(), "");
    };
  }
}
