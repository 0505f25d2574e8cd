package dev.tunnelwatch.app.simulate;

import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.simulator.fleet.FleetFiles;
import java.io.PrintStream;

/** Says how far the writing is, once it takes longer than anyone waits without asking. */
final class WritingProgress implements FleetFiles.Progress {
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final PrintStream to;
  private long lastSaid = System.nanoTime();
  private boolean said;

  WritingProgress(PrintStream to) {
    this.to = to;
  }

  @Override
  public void written(String what, long records) {
    if (System.nanoTime() - lastSaid > EVERY_NANOS) {
      lastSaid = System.nanoTime();
      said = true;
      say(what, records, "");
    }
  }

  /** Who read a number of it is to read the last one, too. */
  @Override
  public void done(String what, long records) {
    if (said) {
      say(what, records, ", done");
      said = false;
    }
  }

  private void say(String what, long records, String end) {
    to.printf("%s: %s%s%n", what, Counted.of(records, "record"), end);
  }
}
