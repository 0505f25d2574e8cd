package dev.tunnelwatch.app.inventory;

import dev.tunnelwatch.correlation.Topology;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.records.AzureInventoryReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An inventory as read from a directory (design 7).
 *
 * @param findings what could not be read, is missing or contradicts itself, in their order
 */
public record InventoryDirectory(Inventory inventory, List<InventoryFinding> findings) {

  /** Some 400 000 connections. */
  private static final long MOST_BYTES = 256L << 20;

  public InventoryDirectory {
    findings = List.copyOf(findings);
  }

  /**
   * Reads the files of an inventory below a directory; subdirectories are subscriptions. A file
   * that cannot be read or does not make sense is a finding.
   *
   * @throws IOException when the directory itself cannot be read
   */
  public static InventoryDirectory read(Path directory) throws IOException {
    var contents = new Contents(directory);
    Files.walkFileTree(directory, contents);
    var reading = AzureInventoryReader.read(contents.files);
    var topology = Topology.of(reading.resources(), reading.hash());
    var findings = new ArrayList<>(contents.findings);
    findings.addAll(reading.findings());
    findings.addAll(topology.findings());
    findings.addAll(MissingKinds.of(directory.toString(), contents.names, reading.resources()));
    return new InventoryDirectory(topology.inventory(), findings.stream().sorted().toList());
  }

  /** Whether a file is lost in whole or in part: what is missing may well be there in Azure. */
  public boolean damaged() {
    return findings.stream().anyMatch(finding -> finding.kind().damages());
  }

  /** A damaged export is better than none, and worse than what stands. */
  boolean replaces(Set<String> published) {
    return published.isEmpty() || !damaged();
  }

  private static final class Contents extends SimpleFileVisitor<Path> {
    private final Path directory;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<InventoryFinding> findings = new ArrayList<>();

    Contents(Path directory) {
      this.directory = directory;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      names.add(name);
      if (AzureInventoryReader.FILES.contains(name)) {
        content(file);
      } else if (name.endsWith(".json")) {
        files.put(path(file), new byte[0]); // Left alone, and said so, by its name.
      }
      return FileVisitResult.CONTINUE;
    }

    private void content(Path file) {
      try {
        if (Files.size(file) > MOST_BYTES) {
          unreadable(file, "is larger than " + (MOST_BYTES >> 20) + " MiB");
        } else {
          files.put(path(file), Files.readAllBytes(file));
        }
      } catch (IOException e) {
        unreadable(file, "cannot be read: " + e.getClass().getSimpleName());
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(directory)) {
        throw e;
      }
      unreadable(file, "cannot be read: " + e.getClass().getSimpleName());
      return FileVisitResult.CONTINUE;
    }

    private void unreadable(Path file, String words) {
      findings.add(new InventoryFinding(Kind.FILE_UNREADABLE, path(file), words));
    }

    private String path(Path file) {
      return directory.relativize(file).toString().replace('\\', '/');
    }
  }
}
