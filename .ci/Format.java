import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Checks or applies the layout of every Java file below a directory. Files that have not changed
 * since the last run in which all was well are not looked at again.
 */
final class Format {
  private static final List<String> OUTSIDE = List.of("target", "data", ".git", ".idea");

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var stamp = root.resolve("target/format/stamp");
    var started = Instant.now();
    var bad = Collections.synchronizedList(new ArrayList<String>());
    changed(root, stamp).parallelStream()
        .forEach(
            file -> {
              var problem = format(file, apply);
              problem.ifPresent(text -> bad.add(root.relativize(file) + text));
            });
    Files.createDirectories(stamp.getParent());
    var differs = stamp.resolveSibling("differs");
    if (bad.isEmpty()) {
      Files.deleteIfExists(differs);
      Files.writeString(stamp, "");
      Files.setLastModifiedTime(stamp, FileTime.from(started));
      return;
    }
    Collections.sort(bad);
    Files.write(differs, bad);
    bad.forEach(line -> System.err.println("layout: " + line));
    System.exit(1);
  }

  /** Nothing when the file is as it should be, else what is wrong; an empty text is its layout. */
  private static Optional<String> format(Path file, boolean apply) {
    try {
      var before = Files.readString(file);
      var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
      var imports =
          ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      var after = formatter.formatSource(imports);
      if (after.equals(before)) {
        return Optional.empty();
      }
      if (!apply) {
        return Optional.of("");
      }
      Files.writeString(file, after);
      return Optional.empty();
    } catch (IOException | FormatterException e) {
      return Optional.of(": " + e.getMessage());
    }
  }

  private static List<Path> changed(Path root, Path stamp) throws IOException {
    var since = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            var skip = OUTSIDE.contains(String.valueOf(dir.getFileName()));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().compareTo(since) >= 0) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
