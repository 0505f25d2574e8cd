package dev.tunnelwatch.app.pipeline;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The data directory, for one process alone: two would share their name in every consumer group,
 * where the second throws the first out, and their state.
 */
public final class DataDirectory implements AutoCloseable {

  private final FileChannel lock;

  private DataDirectory(FileChannel lock) {
    this.lock = lock;
  }

  /**
   * Until it is closed or the process ends, however it ends.
   *
   * @throws IOException when it cannot be written, or is another's
   */
  static DataDirectory lock(Path directory) throws IOException {
    Files.createDirectories(directory);
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new DataDirectory(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(directory);
    }
    channel.close();
    throw inUse(directory);
  }

  /**
   * Whether a process holds it now; makes nothing.
   *
   * @throws IOException when its lock cannot be looked at
   */
  public static boolean isInUse(Path directory) throws IOException {
    var file = directory.resolve("lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static IOException inUse(Path directory) {
    return new IOException(
        "the data directory "
            + directory
            + " is in use by another Tunnelwatch: end that one, or name another data-directory");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
