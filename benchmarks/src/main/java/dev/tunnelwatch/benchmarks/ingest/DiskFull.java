package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.processes.SmallDisk;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The file system under Kafka's data runs full; it has to be mounted, which only root may do. */
final class DiskFull {
  static final String NAME = "disk full";

  private DiskFull() {}

  /** Empty where no file system can be mounted. */
  static Optional<ObjectNode> run(long seed) throws Exception {
    var directory = Files.createTempDirectory("disk-proof");
    var mounted = SmallDisk.mount(directory, "256m");
    if (mounted.isEmpty()) {
      Files.delete(directory);
      return Optional.empty();
    }
    try (var disk = mounted.get()) {
      var inner = Files.createDirectory(directory.resolve("stage"));
      return Optional.of(Watched.during(NAME, seed, inner, watched -> fill(watched, disk)));
    }
  }

  private static String fill(Watched watched, SmallDisk disk) throws Exception {
    FaultProof.startTwo(watched);
    Watched.await("the broker to end", () -> isDead(watched, disk));
    TimeUnit.MILLISECONDS.sleep(3_000);
    disk.free();
    watched.stage().broker().kill(); // it is dead; its directory is freed
    long back = System.nanoTime();
    watched.stage().broker().restart();
    watched.awaitFlow();
    return ("the broker ended itself; with room again and the broker restarted, records came %.1f s"
            + " after its start began")
        .formatted(FaultProof.seconds(back));
  }

  private static boolean isDead(Watched watched, SmallDisk disk) {
    disk.fill();
    return !watched.stage().broker().alive();
  }
}
