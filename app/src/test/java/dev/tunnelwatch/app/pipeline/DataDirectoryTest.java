package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir Path directory;

  @Test
  void itIsOnesAloneUntilThatOneIsGone() throws IOException {
    var data = directory.resolve("data");
    assertThat(DataDirectory.isInUse(data)).isFalse();
    try (var first = DataDirectory.lock(data)) {
      assertThat(first).isNotNull();
      assertThat(DataDirectory.isInUse(data)).isTrue();
      assertThatThrownBy(() -> DataDirectory.lock(data))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the data directory %s is in use by another Tunnelwatch: end that one, or name another"
                  + " data-directory",
              data);
    }
    assertThat(DataDirectory.isInUse(data)).isFalse();
    DataDirectory.lock(data).close();
  }
}
