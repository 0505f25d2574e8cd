package dev.tunnelwatch.alerts;

/**
 * How many alerts are one request. Somebody on the way who fails over one of them (a proxy, over a
 * hostile text) must not keep the others from arriving: after two failures in a row it is halved
 * until something is taken, and grows again after that.
 */
final class BatchSize {

  /** Of a few KiB each; a storm has thousands. */
  static final int MOST = 64;

  /** A single failure may be anything. */
  private static final int PATIENCE = 2;

  private int most = MOST;
  private int failures;

  int most() {
    return most;
  }

  void taken() {
    failures = 0;
    most = Math.min(MOST, 2 * most);
  }

  void failed(int size) {
    failures++;
    if (failures >= PATIENCE && size > 1) {
      most = size / 2;
    }
  }
}
