package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Counted;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how far a replay is, once it takes longer than anyone waits without asking. Gateways may be
 * concluded by many threads at once; the rest is told by one.
 */
final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;
  private static final int CHUNKS_BETWEEN_LOOKS = 1_024;

  private final PrintStream to;
  private final int files;
  private final LongSupplier nanos;
  private int done;
  private long chunks;
  private int concluded;
  private long lastSaid;

  /**
   * Of a replay that begins.
   *
   * @param nanos the clock that tells when it is time to say something again
   */
  Progress(PrintStream to, int files, LongSupplier nanos) {
    this.to = to;
    this.files = files;
    this.nanos = nanos;
    this.lastSaid = nanos.getAsLong();
  }

  /** Passes the chunk on. */
  Chunk of(Chunk chunk, Counts counts) {
    chunks++;
    if (chunks % CHUNKS_BETWEEN_LOOKS == 0 && isTime()) {
      to.printf(
          "%s, %d of %s done%n",
          Counted.of(counts.records(), "record"), done, Counted.of(files, "file"));
    }
    return chunk;
  }

  void fileDone() {
    done++;
  }

  /** All is read; one gateway more of so many has been concluded. */
  synchronized void concluded(int gateways) {
    concluded++;
    if (isTime()) {
      to.printf(Locale.ROOT, "%,d of %s concluded%n", concluded, Counted.of(gateways, "gateway"));
    }
  }

  /** All is read; so many lines of gateways have arrived when it is {@code now}. */
  void lived(int arrived, int all, Instant now) {
    if (isTime()) {
      to.printf(
          Locale.ROOT,
          "%,d of %s of gateways lived through, to %s%n",
          arrived,
          Counted.of(all, "line"),
          now);
    }
  }

  private boolean isTime() {
    long now = nanos.getAsLong();
    boolean isTime = now - lastSaid > EVERY_NANOS;
    lastSaid = isTime ? now : lastSaid;
    return isTime;
  }
}
