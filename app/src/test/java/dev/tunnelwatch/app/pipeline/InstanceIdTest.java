package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.config.AppConfig.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
  @TempDir Path directory;

  @Test
  void aNameThatWasGivenOutlivesTheDisk() throws IOException {
    var name = Optional.of("tunnelwatch-0");

    assertThat(InstanceId.of(identity("lost", name))).isEqualTo("tunnelwatch-0");
    assertThat(InstanceId.of(identity("new", name))).isEqualTo("tunnelwatch-0");
  }

  @Test
  void itCountsForMoreThanTheOneThatIsKept() throws IOException {
    InstanceId.of(identity("one", Optional.empty()));

    assertThat(InstanceId.of(identity("one", Optional.of("tunnelwatch-0"))))
        .isEqualTo("tunnelwatch-0");
  }

  @Test
  void withoutOneItIsKeptAndAnotherInEveryDirectory() throws IOException {
    var first = InstanceId.of(identity("one", Optional.empty()));

    assertThat(InstanceId.of(identity("one", Optional.empty()))).isEqualTo(first);
    assertThat(InstanceId.of(identity("two", Optional.empty()))).isNotEqualTo(first);
  }

  private Identity identity(String data, Optional<String> name) {
    return new Identity(directory.resolve(data), name);
  }
}
