package dev.tunnelwatch.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.accuracy.AccuracyPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Numbers in documents are those of their result files. */
class DocumentsTest {
  private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();

  @Test
  void accuracyIsWhatItsFilesSay() throws IOException {
    assertThat(DOCS.resolve("accuracy.md")).hasContent(AccuracyPage.of(DOCS));
  }
}
