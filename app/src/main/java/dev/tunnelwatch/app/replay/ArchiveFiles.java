package dev.tunnelwatch.app.replay;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files of an archive, read one after another. One that cannot be read costs nobody the others;
 * what is wrong with it is remembered, to be told at the end where it is not overlooked.
 */
final class ArchiveFiles {

  private final List<Path> files = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();

  /** Files as named, directories with all that is below; hidden files only when named. */
  static ArchiveFiles below(List<Path> paths) throws IOException {
    var all = new ArchiveFiles();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        all.addBelow(path);
      } else {
        all.files.add(path);
      }
    }
    return all;
  }

  private void addBelow(Path directory) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Files.isRegularFile(file)
                && !directory.relativize(file).toString().matches("(.*/)?\\..*")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            failed(file, problem);
            return FileVisitResult.CONTINUE;
          }
        });
    found.stream().sorted().forEach(files::add);
  }

  List<Path> all() {
    return files;
  }

  /** Hands over all their chunks. */
  void read(Consumer<Chunk> to, Runnable fileDone) {
    for (var file : files) {
      try {
        ArchiveReader.read(file, to).ifPresent(what -> troubles.add(file + ": " + what));
      } catch (IOException e) {
        failed(file, e);
      }
      fileDone.run();
    }
  }

  private void failed(Path file, IOException problem) {
    var why =
        problem.getMessage() == null || problem.getMessage().equals(file.toString())
            ? problem.getClass().getSimpleName()
            : problem.getMessage();
    troubles.add(file + ": could not be read, or not to its end: " + why);
  }

  /** What was wrong with which, a sentence each; once they have been read. */
  List<String> troubles() {
    return troubles;
  }
}
