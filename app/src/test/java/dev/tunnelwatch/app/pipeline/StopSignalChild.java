package dev.tunnelwatch.app.pipeline;

import java.time.Duration;

/** A process that is there to be stopped: with an argument it is done and stays to be looked at. */
final class StopSignalChild {
  private StopSignalChild() {}

  public static void main(String[] args) throws InterruptedException {
    try (var signal = StopSignal.listen()) {
      System.out.println("listens");
      if (args.length > 0) {
        signal.awaitAndEndWith(Integer.parseInt(args[0]));
      } else {
        var _ = signal.await(Duration.ofSeconds(60));
      }
      System.out.println("has stopped");
    }
  }
}
