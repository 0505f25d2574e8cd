package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Broker, hub and network fail in turn, each on a stage of its own, with two processes. */
public final class FaultProof {
  static final String NAME = ReliabilityPage.FAULTS;

  private FaultProof() {}

  private record Named(String name, Watched.Fault fault) {}

  /** Those that need nothing but processes and loopback, and are over soon. */
  private static final List<Named> SHORT =
      List.of(
          new Named("broker down at start", FaultProof::brokerDownAtStart),
          new Named("connections reset mid-batch", FaultProof::reset),
          new Named("server-busy storm", FaultProof::busy),
          new Named("link stolen", FaultProof::stolen));

  /** A broker takes its time to start; a silent link as long as the watchdog is patient. */
  private static final List<Named> LONG =
      List.of(
          new Named("broker killed and restarted", FaultProof::brokerKilled),
          new Named("link silent for 75 s", FaultProof::silent));

  private static final int BROKER_KILLS = 4;

  /**
   * Arguments: seed, pages, and if not all faults are wanted, how the name of those that are
   * begins. Where a small file system can be mounted, the disk is filled, too.
   */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[0]);
    var begin = args.length > 2 ? args[2] : "";
    var command = "FaultProof " + String.join(" ", args);
    var results = run(true, begin, seed, command, Path.of(args[1]));
    Runtime.getRuntime().exit(results.stream().allMatch(KillProof::clean) ? 0 : 1);
  }

  static List<ObjectNode> run(boolean all, String begin, long seed, String command, Path pages)
      throws Exception {
    var written = Written.begin(command);
    var faults = new ArrayList<>(SHORT);
    if (all) {
      faults.addAll(LONG);
    }
    faults.removeIf(each -> !each.name().startsWith(begin));
    var results = new ArrayList<ObjectNode>();
    for (var each : faults) {
      results.add(Watched.during(each.name(), seed, each.fault()));
      write(written, results, seed, pages); // the next one may be the last
    }
    if (all && DiskFull.NAME.startsWith(begin)) {
      DiskFull.run(seed).ifPresent(results::add);
      write(written, results, seed, pages);
    }
    return results;
  }

  private static void write(Written written, List<ObjectNode> results, long seed, Path pages)
      throws IOException {
    long records = results.stream().mapToLong(each -> each.path("records").asLong()).sum();
    written.write(
        NAME,
        Long.toString(seed),
        Map.of("faults", (long) results.size(), "records", records),
        results,
        pages);
  }

  static void startTwo(Watched watched) throws Exception {
    for (var each :
        List.of(watched.stage().ingest("process-0"), watched.stage().ingest("process-1"))) {
      Watched.await("a process to be ready", each::ready);
    }
    watched.awaitAll();
    watched.forgetAges();
  }

  /** Each time under load, hence most likely while some slot commits. */
  private static String brokerKilled(Watched watched) throws Exception {
    startTwo(watched);
    var random = new SplittableRandom(watched.seed());
    double longest = 0;
    for (int i = 0; i < BROKER_KILLS; i++) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
      watched.stage().broker().kill();
      TimeUnit.MILLISECONDS.sleep(2_000);
      long back = System.nanoTime();
      watched.stage().broker().restart();
      watched.awaitAll();
      longest = Math.max(longest, seconds(back));
    }
    return ("killed under load %d times, away for 2 s and its start each time; it left %d"
            + " transactions open, and they were aborted and read again; all was there %.1f s after"
            + " its start began at the longest")
        .formatted(BROKER_KILLS, watched.stage().said("left a transaction open"), longest);
  }

  private static String brokerDownAtStart(Watched watched) throws Exception {
    watched.stage().broker().kill();
    var processes = new Mortal[2];
    for (int i = 0; i < processes.length; i++) {
      processes[i] = watched.stage().ingest("process-" + i);
    }
    TimeUnit.MILLISECONDS.sleep(5_000);
    watched.stage().broker().restart();
    long back = System.nanoTime();
    for (int i = 0; i < processes.length; i++) {
      var name = "process-" + i;
      int which = i;
      Watched.await(
          name + " to be ready",
          () -> {
            if (!processes[which].alive()) { // it waited too long; whoever runs it starts it again
              processes[which] = watched.stage().ingest(name);
            }
            return processes[which].ready();
          });
    }
    watched.awaitFlow();
    return ("both waited for it (30 s; then a process ends and is started again); records came"
            + " %.1f s after it was there")
        .formatted(seconds(back));
  }

  private static String reset(Watched watched) throws Exception {
    startTwo(watched);
    for (int i = 0; i < 20; i++) {
      watched.stage().hubs().cutConnections();
      TimeUnit.MILLISECONDS.sleep(100 + 30L * i);
    }
    long over = System.nanoTime();
    watched.awaitAll();
    return "every connection cut 20 times within 8 s; all was read %.1f s after the last"
        .formatted(seconds(over));
  }

  private static String busy(Watched watched) throws Exception {
    startTwo(watched);
    var hub = watched.stage().hub();
    for (int i = 0; i < 40; i++) {
      for (int partition = 0; partition < hub.partitionCount(); partition++) {
        hub.beBusy(partition);
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    long over = System.nanoTime();
    watched.awaitAll();
    return "every link refused with server-busy 40 times within 10 s; all was read %.1f s after"
        .formatted(seconds(over));
  }

  private static String stolen(Watched watched) throws Exception {
    startTwo(watched);
    try (var thief = Thief.of(watched.stage(), "0")) {
      Watched.await("the thief to read", thief::reads);
      TimeUnit.MILLISECONDS.sleep(5_000);
    }
    long over = System.nanoTime();
    watched.awaitAll();
    return ("a reader of a far higher level held one partition for 5 s; nothing of it was doubled,"
            + " it was read again %.1f s after the thief had gone")
        .formatted(seconds(over));
  }

  private static String silent(Watched watched) throws Exception {
    startTwo(watched);
    watched.stage().hub().freeze(0);
    TimeUnit.MILLISECONDS.sleep(75_000);
    watched.stage().hub().thaw(0);
    long over = System.nanoTime();
    watched.awaitAll();
    return "one partition gave nothing and no error; read again %.1f s after it gave again"
        .formatted(seconds(over));
  }

  static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
