package dev.tunnelwatch.model.testing;

import java.util.concurrent.TimeUnit;

/**
 * At which step this process dies, and after passing it how many times: for proofs that kill
 * processes where it hurts. It says {@code halting} on standard output before it does.
 */
public final class Deaths {
  /** As of a process that was killed. */
  public static final int STATUS = 137;

  private record Death(String at, int times, long millis) {}

  private volatile Death due = new Death("", 0, 0);
  private int passed;

  /**
   * Takes {@code arm STEP TIMES MILLIS}: to halt that long after having passed the step so many
   * times, never if that is 0; any other line changes nothing.
   */
  public synchronized void arm(String line) {
    var words = line.split(" ", -1);
    if (words.length == 4 && words[0].equals("arm")) {
      passed = 0;
      due = new Death(words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]));
    }
  }

  /** Called at each step, on the thread that makes it; does not return from the last one. */
  public void passed(Enum<?> step) {
    var death = due;
    if (death.times() > 0 && death.at().equals(step.name()) && count() == death.times()) {
      System.out.println("halting " + step);
      System.out.flush();
      if (death.millis() == 0) {
        Runtime.getRuntime().halt(STATUS);
      }
      Thread.ofPlatform().daemon().start(() -> haltIn(death.millis()));
    }
  }

  private synchronized int count() {
    return ++passed;
  }

  private static void haltIn(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
