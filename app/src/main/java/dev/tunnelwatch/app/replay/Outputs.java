package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.app.command.Arguments;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a replay writes to. Opened before anything is read: who waited for an hour does not want to
 * hear of a directory that is not there. Files take the place of what stood there with {@link
 * #keep}.
 *
 * @param incidents standard output unless a file is named
 * @param rejects nowhere unless a file is named
 * @param summary nowhere unless a file is named
 * @param pages nowhere unless a file is named
 */
record Outputs(
    OutputStream incidents, OutputStream rejects, OutputStream summary, OutputStream pages)
    implements AutoCloseable {

  private static final String OUT = "--out";
  private static final String REJECTS = "--rejects";
  private static final String SUMMARY = "--summary";
  private static final String PAGES = "--pages";
  private static final List<String> ALL = List.of(OUT, REJECTS, SUMMARY, PAGES);

  /** Opens all; none may be a file that is read or written otherwise. */
  static Outputs open(Arguments arguments, List<Path> inputs, OutputStream standard)
      throws IOException {
    for (var name : ALL) {
      var path = arguments.path(name);
      if (path.isPresent()) {
        check(name, path.get(), inputs, others(arguments, name));
      }
    }
    return new Outputs(
        file(arguments, OUT).orElseGet(() -> unclosed(standard)),
        file(arguments, REJECTS).orElseGet(OutputStream::nullOutputStream),
        file(arguments, SUMMARY).orElseGet(OutputStream::nullOutputStream),
        file(arguments, PAGES).orElseGet(OutputStream::nullOutputStream));
  }

  private static List<Path> others(Arguments arguments, String name) {
    return ALL.stream()
        .filter(other -> !other.equals(name))
        .flatMap(other -> arguments.path(other).stream())
        .toList();
  }

  private static void check(String name, Path path, List<Path> inputs, List<Path> others)
      throws IOException {
    for (var other : others) {
      if (path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
          && !isDevice(path)) {
        throw Arguments.wrong(name, "another file than for the other outputs", path.toString());
      }
    }
    if (Files.isRegularFile(path)) {
      for (var input : inputs) {
        if (Files.isSameFile(path, input)) {
          throw Arguments.wrong(name, "a file that is not read, too", path.toString());
        }
      }
    }
  }

  /** Such as {@code /dev/null}. */
  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private static Optional<OutputStream> file(Arguments arguments, String name) {
    return arguments.path(name).map(path -> opened(name, path));
  }

  private static OutputStream opened(String name, Path path) {
    try {
      return OutputFile.open(path);
    } catch (IOException e) {
      throw Arguments.wrong(name, "a file that can be written", path.toString());
    }
  }

  /** Standard output is not ours to close. */
  private static OutputStream unclosed(OutputStream standard) {
    return new FilterOutputStream(standard) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  static void write(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Once everything has been written: what is not whole replaces nothing. */
  void keep() throws IOException {
    for (var stream : List.of(incidents, rejects, summary, pages)) {
      if (stream instanceof OutputFile file) {
        file.keep();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (incidents;
        rejects;
        summary;
        pages) {
      incidents.flush();
    }
  }
}
