package dev.tunnelwatch.simulator.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * All chance of the simulator. Each story throws dice of its own, named after it, so that one story
 * more or less does not change the others.
 */
final class Dice {

  /** Azure writes times with seven digits: ticks of 100 ns. */
  private static final long TICK = 100;

  private final long seed;
  private final SplittableRandom random;

  private Dice(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  static Dice of(long seed, String name) {
    return new Dice(seed * 0x9E3779B97F4A7C15L ^ fnv(name));
  }

  /** Dice that depend on the seed and the name only, not on what was thrown before. */
  Dice named(String name) {
    return of(seed, name);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double gaussian() {
    return random.nextGaussian();
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A moment {@code low} to {@code high} seconds after another. */
  Instant after(Instant start, double low, double high) {
    return tick(start.plus(seconds(between(low, high))));
  }

  String guid() {
    return new UUID(
            (random.nextLong() & ~0xF000L) | 0x4000L,
            (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L)
        .toString();
  }

  /** That many hexadecimal digits, upper case. */
  String hex(int digits) {
    var text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append("0123456789ABCDEF".charAt(random.nextInt(16)));
    }
    return text.toString();
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static Instant tick(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond(), at.getNano() / TICK * TICK);
  }

  private static long fnv(String name) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * 0x100000001B3L;
    }
    return hash;
  }
}
