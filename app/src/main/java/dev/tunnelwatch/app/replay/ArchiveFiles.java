package dev.tunnelwatch.app.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that some paths stand for. */
final class ArchiveFiles {

  private ArchiveFiles() {}

  /** Files as named, directories with all that is below; hidden files only when named. */
  static List<Path> below(List<Path> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        try (var found = Files.walk(path)) {
          found
              .filter(Files::isRegularFile)
              .filter(file -> !path.relativize(file).toString().matches("(.*/)?\\..*"))
              .sorted()
              .forEach(files::add);
        }
      } else {
        files.add(path);
      }
    }
    return files;
  }
}
