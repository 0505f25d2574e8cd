package dev.tunnelwatch.alerts;

import java.net.http.HttpResponse;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Takes the status of one answer. The rest is thrown away as it comes, and no more of it is waited
 * for than a server would send in good faith; then the connection is given up.
 */
final class Glance
    implements HttpResponse.BodyHandler<Boolean>, HttpResponse.BodySubscriber<Boolean> {

  private static final long ENOUGH = 65_536;

  private final CompletableFuture<Boolean> whole = new CompletableFuture<>();
  private volatile OptionalInt status = OptionalInt.empty();
  private volatile Optional<Flow.Subscription> subscription = Optional.empty();
  private long seen;

  /** Empty while no head of an answer has come. */
  OptionalInt status() {
    return status;
  }

  /** Wants no more of it. */
  void stop() {
    subscription.ifPresent(Flow.Subscription::cancel);
    whole.complete(false);
  }

  @Override
  public HttpResponse.BodySubscriber<Boolean> apply(HttpResponse.ResponseInfo head) {
    status = OptionalInt.of(head.statusCode());
    return this;
  }

  @Override
  public CompletionStage<Boolean> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription granted) {
    subscription = Optional.of(granted);
    granted.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    seen += part.stream().mapToLong(Buffer::remaining).sum();
    if (seen > ENOUGH) {
      stop();
    } else {
      subscription.ifPresent(granted -> granted.request(1));
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.complete(false);
  }

  @Override
  public void onComplete() {
    whole.complete(true);
  }
}
