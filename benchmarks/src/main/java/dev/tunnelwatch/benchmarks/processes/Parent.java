package dev.tunnelwatch.benchmarks.processes;

import java.io.IOException;

/** Whoever started this process and holds the other end of its standard input. */
public final class Parent {
  private static final int STATUS = 3;

  private Parent() {}

  /**
   * From now on this process halts when its parent ends, whatever it is at: threads of clients that
   * look for a broker that is gone would keep it alive for ever.
   */
  public static void endWith() {
    Thread.ofPlatform().daemon().name("parent").start(Parent::await);
  }

  private static void await() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // gone, too
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
