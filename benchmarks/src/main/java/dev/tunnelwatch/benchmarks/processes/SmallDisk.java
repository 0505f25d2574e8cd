package dev.tunnelwatch.benchmarks.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of its own below a directory, that can be filled to the last byte. */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one, which only root may do.
   *
   * @param directory is made if need be
   * @param size as {@code mount} understands it, such as {@code 256m}
   * @return empty where it cannot be mounted
   */
  public static Optional<SmallDisk> mount(Path directory, String size)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    return runs("mount", "-t", "tmpfs", "-o", "size=" + size, "none", directory.toString())
        ? Optional.of(new SmallDisk(directory))
        : Optional.empty();
  }

  public Path directory() {
    return directory;
  }

  /** Takes all there is left. */
  public void fill() {
    try (var file =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (file.write(ByteBuffer.allocate(BLOCK)) == BLOCK) {
        // on
      }
    } catch (IOException e) {
      // full, as it is meant to be
    }
  }

  /** Takes whatever gets free, too, and gives all of it back when that is closed. */
  public Full keepFull() {
    return new Full(this);
  }

  /** For as long as it is open a disk has no room. */
  public static final class Full implements AutoCloseable {
    private static final long LOOK_MILLIS = 1;

    private final SmallDisk disk;
    private final Thread thread;
    private volatile boolean over;

    private Full(SmallDisk disk) {
      this.disk = disk;
      disk.fill();
      thread = Thread.ofPlatform().daemon().name("full disk").start(this::keep);
    }

    private void keep() {
      try {
        while (!over) {
          disk.fill();
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() throws IOException {
      over = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      disk.free();
    }
  }

  /** Gives back what was taken. */
  public void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    try {
      runs("umount", "-l", directory.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(directory);
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
