package dev.tunnelwatch.app.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/**
 * Where one demo keeps its data: empty at its start, left for the curious at its end. One demo at a
 * time.
 */
record DemoDirectory(Path path, FileChannel lock) implements AutoCloseable {

  /**
   * Empties the directory.
   *
   * @throws IOException when another demo uses it, or it cannot be written
   */
  static DemoDirectory fresh(Path path) throws IOException {
    var whole = path.toAbsolutePath().normalize();
    Files.createDirectories(whole.getParent());
    var channel =
        FileChannel.open(
            whole.resolveSibling(whole.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      throw new IOException("another demo is running on " + whole);
    }
    delete(whole);
    Files.createDirectories(whole);
    return new DemoDirectory(whole, channel);
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (var found = Files.walk(directory)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : all) {
      Files.delete(file);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
