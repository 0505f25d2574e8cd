package dev.tunnelwatch.app.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs in the broker's JVM. It knows the JDK alone, and Kafka by reflection, since it is the
 * one class that stands on both class paths.
 *
 * <p>The parent holds the other end of standard input: when that closes, however the parent ended,
 * the broker stops.
 */
final class BrokerMain {

  /** Longer than Kafka needs to close its logs; a broker that hangs then is ended. */
  private static final long STOP_MILLIS = 10_000;

  /** A broker of a parent that was just killed still closes its logs. */
  private static final long LOCK_MILLIS = 20_000;

  /** Keeps the lock's channel reachable, hence open. */
  private static final List<FileChannel> HELD = new ArrayList<>();

  private BrokerMain() {}

  /** Arguments: the properties file, the cluster id, the lock file. */
  public static void main(String[] args) throws Exception {
    var properties = args[0];
    endWithParent();
    var lock = lock(Path.of(args[2]));
    if (!lock.isValid()) {
      throw new IllegalStateException("lock: expected to hold " + args[2] + ", got nothing");
    }
    format(properties, args[1]);
    var kafka = Class.forName("kafka.Kafka").getMethod("main", String[].class);
    kafka.invoke(null, (Object) new String[] {properties});
  }

  private static void format(String properties, String clusterId)
      throws ReflectiveOperationException {
    var arguments =
        List.of("format", "--cluster-id", clusterId, "--config", properties, "--ignore-formatted");
    var execute =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, PrintStream.class);
    try {
      var code = execute.invoke(null, arguments.toArray(String[]::new), System.out);
      if (!Integer.valueOf(0).equals(code)) {
        System.out.println("The data directory could not be formatted, code " + code);
        System.exit(1);
      }
    } catch (InvocationTargetException e) {
      System.out.println("The data directory could not be formatted: " + e.getCause());
      System.exit(1);
    }
  }

  private static void endWithParent() {
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> awaitEnd(System.in));
  }

  private static void awaitEnd(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // nothing is ever said; only the end counts
      }
    } catch (IOException e) {
      System.out.println("The parent cannot be watched any more: " + e.getMessage());
    }
    Thread.ofPlatform().daemon().name("halt").start(BrokerMain::haltLater);
    System.exit(0);
  }

  private static void haltLater() {
    try {
      Thread.sleep(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  /** Held until this JVM ends. */
  private static FileLock lock(Path file) throws IOException, InterruptedException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    HELD.add(channel);
    var deadline = System.nanoTime() + LOCK_MILLIS * 1_000_000;
    while (System.nanoTime() < deadline) {
      var lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("another broker still uses " + file.getParent());
  }
}
