package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The file system under Kafka's data runs full; it has to be mounted, which only root may do. */
final class DiskFull {
  static final String NAME = "disk full";
  private static final int BLOCK = 64 << 10;

  private DiskFull() {}

  /** Empty where no file system can be mounted. */
  static Optional<ObjectNode> run(long seed) throws Exception {
    var directory = Files.createTempDirectory("disk-proof");
    if (!runs("mount", "-t", "tmpfs", "-o", "size=256m", "none", directory.toString())) {
      Files.delete(directory);
      return Optional.empty();
    }
    try {
      var inner = Files.createDirectory(directory.resolve("stage"));
      return Optional.of(Watched.during(NAME, seed, inner, watched -> fill(watched, directory)));
    } finally {
      runs("umount", "-l", directory.toString());
      Files.deleteIfExists(directory);
    }
  }

  private static String fill(Watched watched, Path directory) throws Exception {
    FaultProof.startTwo(watched);
    var ballast = directory.resolve("ballast");
    Watched.await("the broker to end", () -> fill(ballast) && !watched.stage().broker().alive());
    TimeUnit.MILLISECONDS.sleep(3_000);
    Files.delete(ballast);
    watched.stage().broker().kill(); // it is dead; its directory is freed
    long back = System.nanoTime();
    watched.stage().broker().restart();
    watched.awaitFlow();
    return ("the broker ended itself; with room again and the broker restarted, records came %.1f s"
            + " after its start began")
        .formatted(FaultProof.seconds(back));
  }

  /** Takes all there is left; always true. */
  private static boolean fill(Path ballast) {
    try (var file =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (file.write(ByteBuffer.allocate(BLOCK)) == BLOCK) {
        // on
      }
      return true;
    } catch (IOException e) {
      return true; // full, as it is meant to be
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
