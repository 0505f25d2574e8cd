package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.benchmarks.processes.RunProcess;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Owners that do not know that they are none any more: one that stood still while its slots went to
 * another, and two that are both alive; and how long it is silent where one of three is gone.
 */
public final class StopProof {
  static final String NAME = ReliabilityPage.STOPS;

  /** Half as long again as the longest time-out, that of a transaction. */
  private static final Duration STILL = Duration.ofSeconds(15);

  /** What it had under way when it was stopped is long refused by then. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(5);

  /** Longer than a transaction of a living owner is open. */
  private static final Duration OPEN = Duration.ofSeconds(3);

  private StopProof() {}

  /** Arguments: stops, seconds of two owners, seed, pages. */
  public static void main(String[] args) throws Exception {
    var results =
        run(
            Integer.parseInt(args[0]),
            Duration.ofSeconds(Long.parseLong(args[1])),
            Long.parseLong(args[2]),
            "StopProof " + String.join(" ", args),
            Path.of(args[3]));
    Runtime.getRuntime().exit(results.stream().allMatch(KillProof::clean) ? 0 : 1);
  }

  static List<ObjectNode> run(int stops, Duration together, long seed, String command, Path pages)
      throws Exception {
    var written = Written.begin(command);
    var results =
        List.of(
            Watched.during("owner stopped", seed, watched -> stopped(watched, stops)),
            Watched.during("two owners", seed, watched -> two(watched, together)),
            Watched.during("three of `tunnelwatch run`, each killed", seed, StopProof::killed));
    written.write(
        NAME,
        Long.toString(seed),
        Map.of(
            "stops",
            (long) stops,
            "records",
            results.stream().mapToLong(each -> each.path("records").asLong()).sum()),
        results,
        pages);
    return results;
  }

  private static String stopped(Watched watched, int stops) throws Exception {
    long torn = 0;
    var processes =
        List.of(watched.stage().ingest("process-0"), watched.stage().ingest("process-1"));
    for (int i = 0; i < stops; i++) {
      for (var each : processes) {
        Watched.await("both to be ready", each::ready);
      }
      watched.awaitFlow();
      var victim = processes.get(i % 2);
      victim.stop();
      TimeUnit.MILLISECONDS.sleep(STILL.toMillis());
      watched.awaitAll(); // the other one has everything
      long before = aborted(watched.stage());
      victim.goOn();
      TimeUnit.MILLISECONDS.sleep(AFTERWARDS.toMillis());
      torn += aborted(watched.stage()) - before;
    }
    return ("stopped %d times for %d s: the other took its slots; of what anybody wrote in the"
            + " %d s after it went on %d records were never committed; it gave its slots up and"
            + " joined anew")
        .formatted(stops, STILL.toSeconds(), AFTERWARDS.toSeconds(), torn);
  }

  /** What was ever written and never committed, of all that is written by now. */
  private static long aborted(Stage stage) throws InterruptedException {
    var topic = Topics.DEFAULT.records();
    var written = places(Reading.all(stage.servers(), "read_uncommitted", topic));
    TimeUnit.MILLISECONDS.sleep(OPEN.toMillis());
    written.removeAll(places(Reading.all(stage.servers(), Reading.COMMITTED, topic)));
    return written.size();
  }

  private static Set<String> places(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(record -> record.partition() + "/" + record.offset())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Each of its own group, so that each is told that all slots are its own. */
  private static String two(Watched watched, Duration together) throws Exception {
    var one = watched.stage().ingest("group-0", "process-0");
    Watched.await("the first to be ready", one::ready);
    watched.awaitFlow();
    var other = watched.stage().ingest("group-1", "process-1");
    TimeUnit.MILLISECONDS.sleep(together.toMillis());
    boolean bothAlive = one.alive() && other.alive();
    one.kill();
    watched.awaitFlow();
    return "%s for %d s: who initialised last wrote, the other gave up and came back later"
        .formatted(bothAlive ? "both alive" : "one ended", together.toSeconds());
  }

  /** While the dead is away the others take its slots. */
  private static String killed(Watched watched) throws Exception {
    var names = List.of("run-0", "run-1", "run-2");
    var processes = new ArrayList<RunProcess>();
    for (var name : names) {
      processes.add(watched.stage().run(name));
    }
    for (int i = 0; i < names.size(); i++) {
      for (var each : processes) {
        Watched.await("all three to share the slots", each::working);
      }
      watched.awaitAll();
      if (i == 0) {
        watched.forgetAges(); // of what waited for the first start
      }
      processes.get(i).kill();
      watched.awaitAll(); // of what was published by then
      TimeUnit.MILLISECONDS.sleep(STILL.toMillis());
      watched.awaitAll();
      processes.set(i, watched.stage().run(names.get(i)));
    }
    return "shared the slots; each was killed once and away for %d s: the other two took its slots"
        .formatted(STILL.toSeconds());
  }
}
