package dev.tunnelwatch.app.proof;

/** What a measurement ran on, in one line. */
public final class Machine {

  private Machine() {}

  /** {@code 2 processors, amd64, 2048 MiB heap, Java 25.0.1+8}. */
  public static String here() {
    var runtime = Runtime.getRuntime();
    return "%d processors, %s, %d MiB heap, Java %s"
        .formatted(
            runtime.availableProcessors(),
            System.getProperty("os.arch"),
            runtime.maxMemory() >> 20,
            Runtime.version());
  }
}
