package dev.tunnelwatch.benchmarks.replay;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How long something took: by the clock, and of all processors together. */
record Timing(double seconds, double processorSeconds) {

  /** What is timed may fail. */
  interface Work {
    void run() throws Exception;
  }

  static Timing of(Work work) throws Exception {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    long clock = System.nanoTime();
    work.run();
    return new Timing(
        thousandths(System.nanoTime() - clock),
        thousandths(system.getProcessCpuTime() - processor));
  }

  static double thousandths(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }
}
