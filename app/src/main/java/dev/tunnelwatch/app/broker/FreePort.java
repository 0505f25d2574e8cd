package dev.tunnelwatch.app.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port of loopback for a server that is yet to start. It is below those that a machine gives to
 * connections of its own: between looking and listening one of them might be given it, even one
 * that asks that very port whether somebody listens, which then is connected with itself.
 */
public final class FreePort {
  private static final int LEAST = 20_000;

  private static final int MANY = 12_000;

  private static final int TRIES = 100;

  /** One after the other, so that none is given twice; processes begin where chance has it. */
  private static final AtomicInteger TURN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(MANY));

  private FreePort() {}

  /**
   * One that nobody listens on now.
   *
   * @throws IOException when none is found
   */
  public static int next() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = LEAST + Math.floorMod(TURN.getAndIncrement(), MANY);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("none of " + TRIES + " ports of 127.0.0.1 is free");
  }

  private static boolean isFree(int port) throws IOException {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException e) {
      return false; // somebody has it
    }
  }
}
