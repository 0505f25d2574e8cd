package dev.tunnelwatch.benchmarks.processes;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that says when it is ready, is told things, killed and stopped. What it says is kept in
 * a file. It is to end when its standard input does, hence with its parent.
 */
public final class Child implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final Consumer<String> heard;
  private final Thread listener;
  private volatile boolean ready;

  private Child(Process process, Path log, Consumer<String> heard) {
    this.process = process;
    this.log = log;
    this.heard = heard;
    listener = Thread.ofVirtual().unstarted(this::listen);
  }

  public static Child start(List<String> command, Path log) {
    return start(command, Map.of(), log, _ -> {});
  }

  /**
   * Starts one.
   *
   * @param environment added to ours
   * @param heard is handed each line that it says, on a thread of its own
   */
  public static Child start(
      List<String> command, Map<String, String> environment, Path log, Consumer<String> heard) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var child = new Child(builder.start(), log, heard);
      child.listener.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (var said = process.inputReader(StandardCharsets.UTF_8);
        var kept = Files.newBufferedWriter(log, CREATE, APPEND)) {
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        ready = line.equals("ready") || (ready && !line.startsWith("not ready"));
        heard.accept(line);
        kept.write(line + '\n');
        kept.flush();
      }
    } catch (IOException e) {
      ready = false; // its pipe is closed while it is killed
    }
  }

  /** A line on its standard input; false when it is dead already. */
  public boolean tell(String line) {
    try {
      var input = process.getOutputStream();
      input.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      input.flush();
      return true;
    } catch (IOException e) {
      ready = false;
      return false;
    }
  }

  /** Whether it works, as it says itself. */
  public boolean ready() {
    return ready && process.isAlive();
  }

  public boolean alive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** What it ended with. */
  public int status() {
    return process.exitValue();
  }

  public boolean awaitEnd(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      listener.join(); // its last words
    }
    return ended;
  }

  /** Ends its standard input, as the end of its parent would. */
  public void orphan() throws IOException {
    process.getOutputStream().close();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP. */
  public void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
