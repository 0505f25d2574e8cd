package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Counted;
import java.io.PrintStream;

/** Says how far a replay is, once it takes longer than anyone waits without asking. */
final class Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;
  private static final int CHUNKS_BETWEEN_LOOKS = 1_024;

  private final PrintStream to;
  private final int files;
  private int done;
  private long chunks;
  private long lastSaid;

  Progress(PrintStream to, int files, long started) {
    this.to = to;
    this.files = files;
    this.lastSaid = started;
  }

  /** Passes the chunk on. */
  Chunk of(Chunk chunk, Counts counts) {
    chunks++;
    if (chunks % CHUNKS_BETWEEN_LOOKS == 0 && System.nanoTime() - lastSaid > EVERY_NANOS) {
      lastSaid = System.nanoTime();
      to.printf(
          "%s, %d of %s done%n",
          Counted.of(counts.records(), "record"), done, Counted.of(files, "file"));
    }
    return chunk;
  }

  void fileDone() {
    done++;
  }
}
