package dev.tunnelwatch.simulator.hub;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.proton.engine.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's TCP connection: two virtual threads, one that reads and one that does all else.
 *
 * <p>The loop writes with blocking calls. A client that does not read stops its own loop and nobody
 * else's, so what waits for it in memory is bounded by what was encoded in one turn.
 */
final class AmqpConnection implements ConnectionLoop, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
  private static final int READ_BYTES = 64 * 1024;
  private static final int READS_AHEAD = 4;
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Socket socket;
  private final AmqpEngine engine;
  private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Semaphore readsAhead = new Semaphore(READS_AHEAD);
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Thread loop;
  private boolean inputEnded;

  AmqpConnection(Socket socket, Namespace namespace, Runnable onEnd) {
    this.socket = socket;
    this.engine = new AmqpEngine(namespace, this);
    this.loop =
        Thread.ofVirtual()
            .name("hub-connection-" + socket.getPort())
            .unstarted(
                () -> {
                  try {
                    serve();
                  } finally {
                    engine.releaseAll();
                    closeSocket();
                    onEnd.run();
                  }
                });
  }

  void start() {
    loop.start();
  }

  @Override
  public void execute(Runnable task) {
    work.add(task);
  }

  @Override
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      work.add(() -> woken.set(false));
    }
  }

  /** Says goodbye in AMQP, then hangs up; returns within about two seconds. */
  @Override
  public void close() {
    execute(engine::sayGoodbye);
    try {
      if (!loop.join(GOODBYE.multipliedBy(2))) {
        LOG.debug("client did not read our goodbye");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeSocket();
    }
  }

  /** Fault: hangs up without a word. */
  void cut() {
    closeSocket();
  }

  private void serve() {
    Thread.ofVirtual().name(loop.getName() + "-reader").start(this::read);
    try {
      while (!inputEnded && turn()) {
        // each turn does what there is to do, then waits for more
      }
      linger();
    } catch (IOException | TransportException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("hub connection ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False once the engine has said its last word. */
  private boolean turn() throws IOException, InterruptedException {
    var first = work.poll(engine.millisToNextTick(), TimeUnit.MILLISECONDS);
    var tasks = new ArrayList<Runnable>();
    if (first != null) {
      tasks.add(first);
      work.drainTo(tasks);
    }
    tasks.forEach(Runnable::run);
    engine.settle();
    boolean open = write();
    while (open && engine.pump()) {
      open = write();
      if (!work.isEmpty()) {
        wake(); // news first; the rest of the pumping in the next turn
        break;
      }
    }
    return open;
  }

  private boolean write() throws IOException {
    var out = socket.getOutputStream();
    for (var bytes = engine.output(); bytes.length > 0; bytes = engine.output()) {
      out.write(bytes);
    }
    return !engine.finished();
  }

  /** Lets the client read our last frames: hanging up with unread input would take them away. */
  private void linger() throws IOException, InterruptedException {
    if (!inputEnded) {
      socket.shutdownOutput();
      long deadline = System.nanoTime() + GOODBYE.toNanos();
      for (long left = GOODBYE.toNanos();
          !inputEnded && left > 0;
          left = deadline - System.nanoTime()) {
        var task = work.poll(left, TimeUnit.NANOSECONDS);
        if (task != null) {
          task.run();
        }
      }
    }
  }

  private void read() {
    var buffer = new byte[READ_BYTES];
    try {
      var in = socket.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        var bytes = Arrays.copyOf(buffer, count);
        readsAhead.acquire();
        execute(
            () -> {
              readsAhead.release();
              engine.input(bytes);
            });
      }
    } catch (IOException e) {
      LOG.atTrace().addKeyValue("reason", e.getMessage()).log("hub connection reads no more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      execute(() -> inputEnded = true);
    }
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.atTrace().addKeyValue("reason", e.getMessage()).log("socket did not close cleanly");
    }
  }
}
