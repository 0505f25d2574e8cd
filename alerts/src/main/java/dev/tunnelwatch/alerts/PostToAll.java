package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Posts the same to several at once, so that one that hangs keeps nothing from the others. When one
 * of them has taken it the rest have a second.
 */
final class PostToAll implements AutoCloseable {

  static final Duration GRACE = Duration.ofSeconds(1);

  /** One that hangs must not gather connections. */
  private static final int MOST_BESIDE = 32;

  private final Semaphore beside = new Semaphore(MOST_BESIDE);
  private final HttpPost http = new HttpPost();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** What became of it at each, in their order. */
  Map<URI, Outcome> post(List<URI> all, Map<String, String> headers, byte[] body) {
    var answers = new ExecutorCompletionService<Outcome>(threads);
    var posts = new LinkedHashMap<URI, Future<Outcome>>();
    for (var to : all) {
      posts.put(to, answers.submit(() -> http.post(to, to.toString(), headers, body)));
    }
    try {
      await(answers, all.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var outcomes = new LinkedHashMap<URI, Outcome>();
    posts.forEach((to, post) -> outcomes.put(to, outcome(to, post)));
    return outcomes;
  }

  /** Posts without an answer: some may not get it, if they have not answered for long. */
  void postBeside(List<URI> all, Map<String, String> headers, byte[] body) {
    for (var to : all) {
      if (beside.tryAcquire()) {
        threads.execute(
            () -> {
              try {
                var _ = http.post(to, to.toString(), headers, body);
              } finally {
                beside.release();
              }
            });
      }
    }
  }

  private static void await(CompletionService<Outcome> answers, int posts)
      throws InterruptedException {
    long left = Long.MAX_VALUE; // each ends by itself
    for (int answered = 0; answered < posts; answered++) {
      long before = System.nanoTime();
      var answer = answers.poll(left, TimeUnit.NANOSECONDS);
      if (answer == null) {
        return;
      }
      if (left < Long.MAX_VALUE) {
        left -= System.nanoTime() - before;
      } else if (isTaken(answer)) {
        left = GRACE.toNanos();
      }
    }
  }

  private static boolean isTaken(Future<Outcome> post) {
    return post.state() == Future.State.SUCCESS && post.resultNow() instanceof Outcome.Delivered;
  }

  private static Outcome outcome(URI to, Future<Outcome> post) {
    return switch (post.state()) {
      case SUCCESS -> post.resultNow();
      case FAILED -> throw new IllegalStateException("posting failed itself", post.exceptionNow());
      case RUNNING, CANCELLED -> {
        post.cancel(true);
        yield new Outcome.Unreachable(
            to + ": no answer within " + GRACE.toMillis() + " ms of another's");
      }
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.close();
  }
}
