package dev.tunnelwatch.benchmarks.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers in documents are those of their result files. */
final class DocumentsTest {
  private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();

  @Test
  void reliabilityIsWhatItsFilesSay() throws IOException {
    assertThat(DOCS.resolve("reliability.md")).hasContent(ReliabilityPage.of(DOCS));
  }

  @Test
  void performanceIsWhatItsFilesSay() throws IOException {
    assertThat(DOCS.resolve("performance.md")).hasContent(PerformancePage.of(DOCS));
  }

  /** Whoever runs what a page says gets what it shows. */
  @Test
  void eachResultIsOfACommandThatAPageNames() throws IOException {
    var named = new ArrayList<String>();
    for (var page : List.of("performance.md", "reliability.md")) {
      Files.readAllLines(DOCS.resolve(page)).stream()
          .filter(line -> line.startsWith("run "))
          .map(line -> line.substring(line.indexOf('.') + 1) + ' ')
          .forEach(named::add);
    }
    try (var files = Files.list(DOCS.resolve("proof"))) {
      var unnamed =
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .map(name -> read(name).made().command())
              .filter(command -> Character.isUpperCase(command.charAt(0))) // a class of benchmarks
              .filter(command -> named.stream().noneMatch(line -> line.startsWith(command + ' ')))
              .toList();
      assertThat(unnamed).isEmpty();
    }
  }

  private static Proof read(String name) {
    try {
      return Proof.read(DOCS, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
