package dev.tunnelwatch.app.score;

/** So many of so many. */
public record Share(int right, int of) {

  /** From 0 to 1; nothing wrong of nothing is 1. */
  public double value() {
    return of == 0 ? 1 : (double) right / of;
  }

  public Share plus(Share other) {
    return new Share(right + other.right, of + other.of);
  }

  static Share none() {
    return new Share(0, 0);
  }
}
