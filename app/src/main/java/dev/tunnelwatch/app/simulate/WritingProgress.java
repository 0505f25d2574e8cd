package dev.tunnelwatch.app.simulate;

import dev.tunnelwatch.simulator.fleet.FleetFiles;
import java.io.PrintStream;
import java.util.Locale;

/** Says how far the writing is, once it takes longer than anyone waits without asking. */
final class WritingProgress implements FleetFiles.Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final PrintStream to;
  private long lastSaid = System.nanoTime();

  WritingProgress(PrintStream to) {
    this.to = to;
  }

  @Override
  public void written(String what, long records) {
    if (System.nanoTime() - lastSaid > EVERY_NANOS) {
      lastSaid = System.nanoTime();
      to.printf(Locale.ROOT, "%s: %,d records%n", what, records);
    }
  }
}
