package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A stage with a hub that is being filled and a reader that looks on, for one fault. */
final class Watched implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PER_SECOND = 500;
  private static final int MOST_IN_A_BODY = 40;

  private final Path directory;
  private final long seed;
  private final Content content;
  private final Stage stage;
  private final Oracle oracle;
  private final Onlooker onlooker;
  private final Publisher publisher;
  private boolean clean;

  /** What goes wrong, and what it leads to in words. */
  interface Fault {
    String happen(Watched watched) throws Exception;
  }

  private Watched(Path directory, long seed) {
    this.directory = directory;
    this.seed = seed;
    content = new Content(seed, MOST_IN_A_BODY);
    stage = Stage.set(directory);
    oracle = new Oracle(content, stage.hub().partitionCount());
    onlooker = Onlooker.start(stage.servers(), oracle::met, Oracle.WRITTEN);
    publisher = Publisher.start(stage.hub(), content, oracle::arrived, PER_SECOND);
  }

  /** One fault on a stage of its own: its outcome, and the account when all has arrived. */
  static ObjectNode during(String name, long seed, Fault fault) throws Exception {
    return during(name, seed, Files.createTempDirectory("fault-proof"), fault);
  }

  static ObjectNode during(String name, long seed, Path directory, Fault fault) throws Exception {
    var json = JSON.createObjectNode();
    json.put("fault", name);
    long began = System.nanoTime();
    try (var watched = new Watched(directory, seed)) {
      json.put("outcome", fault.happen(watched));
      watched.settle(json);
    }
    json.put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
    System.out.println(json);
    return json;
  }

  long seed() {
    return seed;
  }

  Stage stage() {
    return stage;
  }

  /** Returns when records arrive. */
  void awaitFlow() throws Exception {
    long seen = oracle.arrived();
    await("records to arrive", () -> oracle.arrived() > seen);
  }

  /** Forgets how old records were when they were seen. */
  void forgetAges() {
    oracle.takeOldestMillis();
  }

  /** Until nothing that was published by now is out. */
  void awaitAll() throws Exception {
    long published = publisher.records();
    await(published + " records to arrive", () -> oracle.arrived() >= published);
  }

  static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("expected " + what + " within " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void settle(ObjectNode json) throws Exception {
    publisher.close();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (oracle.arrived() < publisher.records() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    TimeUnit.MILLISECONDS.sleep(500); // what is doubled may come late
    onlooker.check();
    var live = oracle.account(publisher.events());
    var after = new Oracle(content, stage.hub().partitionCount());
    after.readAgain(stage.servers());
    var ledger = Ledger.of(stage, publisher);
    clean = live.clean() && after.account(publisher.events()).clean() && ledger.clean();
    json.put("clean", clean);
    json.put("records", publisher.records());
    json.put("missing", live.missing());
    json.put("doubled", live.doubled());
    json.put("oldestMillis", oracle.takeOldestMillis());
    json.set("ledger", JSON.valueToTree(ledger));
  }

  @Override
  public void close() throws IOException {
    publisher.close();
    onlooker.close();
    stage.close();
    Written.delete(directory, clean);
  }
}
