package dev.tunnelwatch.app.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A real KRaft broker as a child JVM, for those who have no Kafka: one node on loopback, its data
 * in a directory that outlives it. It ends with this process, however this process ends.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final long STOP_SECONDS = 12;
  private static final int TAIL_LINES = 15;

  /** A broker that goes on saying that it starts, and does not, is given up, too. */
  private static final int MOST_PATIENCES = 5;

  /**
   * Ctrl-C, a closed terminal and a service manager's stop reach every process at once; the broker
   * has to outlast those who use it. A JVM leaves alone what was ignored before it began.
   */
  private static final String DEAF = "trap '' INT HUP TERM; exec \"$@\"";

  private final Process process;
  private final FileChannel lock;
  private final String bootstrapServers;

  private EmbeddedKafka(Process process, FileChannel lock, String bootstrapServers) {
    this.process = process;
    this.lock = lock;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts the broker and waits until it serves.
   *
   * @throws BrokerException when another process uses the directory or the broker does not come up
   */
  public static EmbeddedKafka start(BrokerConfig config) {
    var directory = config.directory();
    try {
      Files.createDirectories(directory);
      var lock = lock(directory);
      try {
        return start(config, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BrokerException(
          "the embedded Kafka cannot use " + directory + ": " + e.getMessage(), e);
    }
  }

  private static EmbeddedKafka start(BrokerConfig config, FileChannel lock) throws IOException {
    int port = config.port() == 0 ? FreePort.next() : config.port();
    var log = config.directory().resolve("broker.log");
    var process = launch(config, port, log);
    var kafka = new EmbeddedKafka(process, lock, "127.0.0.1:" + port);
    try {
      kafka.awaitReady(config, log);
      return kafka;
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static Process launch(BrokerConfig config, int port, Path log) throws IOException {
    var directory = config.directory();
    var properties = directory.resolve("broker.properties");
    var settings = new Properties();
    settings.putAll(BrokerSettings.of(directory.resolve("logs"), port, FreePort.next()));
    settings.putAll(config.settings());
    try (var out = Files.newBufferedWriter(properties)) {
      settings.store(out, "Written at every start");
    }
    var classPath = config.lib().resolve("*") + ":" + BrokerConfig.home();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                DEAF,
                "sh",
                java,
                "-Xms128m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=classpath:broker-log4j2.properties"));
    command.addAll(config.options());
    command.addAll(
        List.of(
            "-cp",
            classPath,
            BrokerMain.class.getName(),
            properties.toString(),
            clusterId(directory),
            directory.resolve("broker.lock").toString()));
    // The child's input stays ours and open: its end is how the child learns of our end.
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** Kept beside the data, since a broker refuses data of another cluster. */
  private static String clusterId(Path directory) throws IOException {
    var file = directory.resolve("cluster-id");
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(directory);
    }
    if (lock == null) {
      channel.close();
      throw inUse(directory);
    }
    return channel;
  }

  private static BrokerException inUse(Path directory) {
    return new BrokerException(
        "the embedded Kafka's directory "
            + directory
            + " is in use by another Tunnelwatch: end that one, or name another directory");
  }

  private void awaitReady(BrokerConfig config, Path log) {
    long began = System.nanoTime();
    long latest = began + config.patience().multipliedBy(MOST_PATIENCES).toNanos();
    long heard = began;
    long said = 0;
    while (process.isAlive()
        && System.nanoTime() < Math.min(latest, heard + config.patience().toNanos())) {
      if (serves()) {
        return;
      }
      long says = log.toFile().length();
      if (says > said) {
        said = says;
        heard = System.nanoTime();
      }
      pause();
    }
    var what =
        process.isAlive()
            ? "did not serve within %d s (a busy machine? its log tells how far it came)"
                .formatted(Duration.ofNanos(System.nanoTime() - began).toSeconds())
            : "ended with code " + process.exitValue();
    throw new BrokerException(
        "the embedded Kafka " + what + "; the end of " + log + ":\n" + tail(log));
  }

  private boolean serves() {
    var settings =
        Map.<String, Object>of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
    if (!accepts()) {
      return false;
    }
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while the embedded Kafka started", e);
    }
  }

  /** Spares the client's warnings as long as nobody listens. */
  private boolean accepts() {
    int port = Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while the embedded Kafka started", e);
    }
  }

  private static String tail(Path log) {
    try {
      var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }

  /** {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Whether the broker's process lives. */
  public boolean alive() {
    return process.isAlive();
  }

  /** The broker's process id, for those who watch or kill it. */
  public long pid() {
    return process.pid();
  }

  /** Asks the broker to stop and waits for it; one that hangs is ended. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
