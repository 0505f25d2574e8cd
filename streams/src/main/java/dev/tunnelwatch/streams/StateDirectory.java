package dev.tunnelwatch.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the state lies. All of it stands in Kafka, too; so what cannot be read is no loss, only to
 * be put away, when nobody has it open.
 */
final class StateDirectory {

  private static final String MARK = "unreadable";

  /** Of bytes: what a disk that is full has not. */
  private static final int ROOM = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

  private final Path directory;

  private StateDirectory(Path directory) {
    this.directory = directory;
  }

  /** Empties it first, if the last life found that it cannot be read. */
  static StateDirectory open(Path directory) {
    var opened = new StateDirectory(directory);
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve(MARK))) {
        opened.rebuild();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened;
  }

  /** Nobody may have it open. */
  void rebuild() {
    LOG.atWarn().addKeyValue("directory", directory).log("state is rebuilt from Kafka");
    try {
      Files.writeString(directory.resolve(MARK), "");
      empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mark goes last: who dies on the way begins again. */
  private void empty() throws IOException {
    var mark = directory.resolve(MARK);
    try (var content = Files.walk(directory)) {
      for (var each : content.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(directory) && !each.equals(mark)) {
          Files.delete(each);
        }
      }
    }
    Files.delete(mark);
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  /** Why nothing can be written there, found out by writing. */
  Optional<IOException> refusal() {
    var room = directory.resolve("room");
    try {
      Files.write(room, new byte[ROOM]);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    } finally {
      delete(room);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) { // a boundary: it is empty or small, and the next one overwrites it
      LOG.atDebug().setCause(e).log("probe stays");
    }
  }

  /** The next start empties it. */
  static void mark(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(MARK), "");
  }

  void rebuildNextTime() {
    try {
      mark(directory);
    } catch (IOException e) { // a boundary: a disk that is full or broken, and we are giving up
      LOG.atError().addKeyValue("directory", directory).setCause(e).log("state stays as it is");
    }
  }
}
