package dev.tunnelwatch.benchmarks.replay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the lines of a fleet into files as an archive of an event hub has them. */
final class LogFiles {

  /** How records stand in a file. */
  enum Layout {
    /** Bodies of the event hub, one per line. */
    BODIES,
    /** One record per line, as the storage archive has them. */
    BARE
  }

  private static final int FILES = 4;
  private static final int PER_BODY = 50;

  private LogFiles() {}

  /** Writes all records in order of time, the files taking turns; a list of the files. */
  static List<Path> write(Fleet fleet, Layout layout, Path directory) throws IOException {
    Files.createDirectories(directory);
    var files = new ArrayList<Path>();
    var outs = new ArrayList<OutputStream>();
    for (int i = 0; i < FILES; i++) {
      files.add(directory.resolve("partition-" + i + ".jsonl"));
      outs.add(new BufferedOutputStream(Files.newOutputStream(files.getLast()), 1 << 20));
    }
    var lines = new Lines(fleet);
    var body = new ArrayList<String>();
    long bodies = 0;
    for (long i = 0; i < fleet.records(); i++) {
      var after = Duration.ofNanos(fleet.span().toNanos() / fleet.records() * i);
      body.add(lines.next(Fleet.START.plus(after)));
      if (body.size() == PER_BODY || i == fleet.records() - 1) {
        outs.get((int) (bodies++ % FILES)).write(text(layout, body));
        body.clear();
      }
    }
    for (var out : outs) {
      out.close();
    }
    return files;
  }

  private static byte[] text(Layout layout, List<String> records) {
    var text =
        switch (layout) {
          case BODIES -> "{\"records\":[" + String.join(",", records) + "]}\n";
          case BARE -> String.join("\n", records) + "\n";
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** With all that is below. */
  static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
