package dev.tunnelwatch.benchmarks.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Numbers in documents are those of their result files. */
final class DocumentsTest {
  private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();

  @Test
  void reliabilityIsWhatItsFilesSay() throws IOException {
    assertThat(DOCS.resolve("reliability.md")).hasContent(ReliabilityPage.of(DOCS));
  }
}
