package dev.tunnelwatch.app.replay;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/**
 * A file that takes the place of what stood there once it is whole, and leaves it alone until then:
 * it is written beside it, under a hidden name. Devices and pipes are written to at once.
 */
final class OutputFile extends FilterOutputStream {

  private final Path target;
  private final Optional<Path> part;

  private OutputFile(OutputStream to, Path target, Optional<Path> part) {
    super(to);
    this.target = target;
    this.part = part;
  }

  static OutputFile open(Path path) throws IOException {
    boolean there = Files.exists(path);
    if (isDirect(path)) {
      return new OutputFile(Files.newOutputStream(path), path, Optional.empty());
    }
    var target = there ? path.toRealPath() : path.toAbsolutePath();
    var name = "." + target.getFileName() + '.' + ProcessHandle.current().pid() + ".part";
    var part = target.resolveSibling(name);
    part.toFile().deleteOnExit(); // also when we are interrupted
    var file = new OutputFile(Files.newOutputStream(part), target, Optional.of(part));
    if (there) {
      permit(target, part);
    }
    return file;
  }

  /**
   * What is no file, what cannot be exchanged, and what the system has open for us: {@code
   * /dev/stdout} may be a file that others append to. In {@code /dev/shm} are files like any other.
   */
  private static boolean isDirect(Path path) {
    var absolute = path.toAbsolutePath().normalize();
    boolean isDevice = absolute.startsWith("/dev") && !absolute.startsWith("/dev/shm");
    if (isDevice || absolute.startsWith("/proc")) {
      return true;
    }
    return Files.exists(path)
        ? !Files.isRegularFile(path)
            || !Files.isWritable(path)
            || !Files.isWritable(path.toAbsolutePath().resolveSibling("."))
        : Files.isSymbolicLink(path);
  }

  /** Whoever may not read the old one is not to read the new one. */
  private static void permit(Path old, Path part) throws IOException {
    var from = Files.getFileAttributeView(old, PosixFileAttributeView.class);
    var to = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    if (from != null && to != null) {
      to.setPermissions(from.readAttributes().permissions());
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk does not say whose.
      throw new FileSystemException(target.toString(), null, e.getMessage());
    }
  }

  /** Takes the place; nothing is written after it. */
  void keep() throws IOException {
    out.close();
    if (part.isEmpty()) {
      return;
    }
    try {
      Files.move(part.get(), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // It is mounted by itself, into a container as a rule.
      try (var to = Files.newOutputStream(target)) {
        Files.copy(part.get(), to);
      }
    }
  }

  /** What was not kept is removed. */
  @Override
  public void close() throws IOException {
    out.close();
    if (part.isPresent()) {
      Files.deleteIfExists(part.get());
    }
  }
}
