package dev.tunnelwatch.app.endtoend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A batch in the log of a partition of a broker that is dead.
 *
 * @param control whether it is a marker that ends a transaction
 */
record LogBatch(long position, boolean control, long producer, int epoch) {
  private static final int HEAD = 61;
  private static final int LENGTH_AT = 8;
  private static final int LENGTH_ENDS = 12;
  private static final int ATTRIBUTES_AT = 21;
  private static final int PRODUCER_AT = 43;
  private static final int EPOCH_AT = 51;
  private static final int CONTROL = 0x20;

  static List<LogBatch> of(Path partition) throws IOException {
    var batches = new ArrayList<LogBatch>();
    try (var log = FileChannel.open(log(partition), StandardOpenOption.READ)) {
      var head = ByteBuffer.allocate(HEAD);
      for (long at = 0; log.read(head.clear(), at) == HEAD; ) {
        boolean control = (head.getShort(ATTRIBUTES_AT) & CONTROL) != 0;
        batches.add(new LogBatch(at, control, head.getLong(PRODUCER_AT), head.getShort(EPOCH_AT)));
        at += LENGTH_ENDS + head.getInt(LENGTH_AT);
      }
    }
    return batches;
  }

  static Optional<LogBatch> lastOf(Path partition) throws IOException {
    return of(partition).stream().reduce((_, later) -> later);
  }

  /** Ends the same transaction elsewhere. */
  boolean isSameEnd(LogBatch other) {
    return control && other.control && producer == other.producer && epoch == other.epoch;
  }

  /**
   * It and what is behind it; and the snapshots of what the broker knew of producers: it finds out
   * anew from the log.
   */
  void cut(Path partition) throws IOException {
    try (var log = FileChannel.open(log(partition), StandardOpenOption.WRITE)) {
      log.truncate(position);
    }
    forget(partition, ".snapshot");
  }

  /** In all partitions of a topic, as when it is compacted. */
  static void keepLastOf(Path logs, String topic) throws IOException {
    List<Path> partitions;
    try (var all = Files.list(logs)) {
      partitions = all.filter(each -> each.getFileName().toString().startsWith(topic)).toList();
    }
    for (var each : partitions) {
      var last = lastOf(each);
      if (last.isPresent()) {
        last.get().cutBefore(each);
      }
    }
  }

  private void cutBefore(Path partition) throws IOException {
    byte[] all = Files.readAllBytes(log(partition));
    Files.write(log(partition), Arrays.copyOfRange(all, (int) position, all.length));
    forget(partition, ".snapshot");
    forget(partition, "index");
  }

  private static void forget(Path partition, String ending) throws IOException {
    try (var files = Files.list(partition)) {
      for (var file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path log(Path partition) {
    return partition.resolve("00000000000000000000.log");
  }
}
