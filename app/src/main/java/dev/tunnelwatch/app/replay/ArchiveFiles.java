package dev.tunnelwatch.app.replay;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The files of an archive, read one after another. One that cannot be read costs nobody the others;
 * what is wrong with it is remembered, to be told at the end where it is not overlooked.
 */
final class ArchiveFiles {

  private static final Pattern HOUR =
      Pattern.compile("/y=\\d+/m=\\d+/d=\\d+/h=\\d+/m=\\d+/PT1H\\.json");

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

  /** Links are followed; one back to where it stands shows nothing that is not read anyway. */
  private void addBelow(Path directory) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (directory.relativize(file).toString().matches("(.*/)?\\..*")) {
              return FileVisitResult.CONTINUE;
            }
            if (attributes.isRegularFile()) {
              found.add(file);
            } else if (attributes.isSymbolicLink()) {
              troubles.add(file + ": is a link to what is not there");
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            if (!(problem instanceof FileSystemLoopException)) {
              failed(file, problem);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.stream().sorted().forEach(files::add);
  }

  List<Path> all() {
    return files;
  }

  /** The first that is of a storage account: one hour, one category, one gateway. */
  Optional<Path> archived() {
    return files.stream().filter(file -> HOUR.matcher(file.toString()).find()).findFirst();
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
