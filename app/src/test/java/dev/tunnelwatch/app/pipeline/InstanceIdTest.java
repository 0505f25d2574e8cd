package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.model.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceIdTest {
  @TempDir Path directory;

  @Test
  void aNameThatWasGivenOutlivesTheDisk() throws IOException {
    var name = Optional.of("tunnelwatch-0");

    assertThat(InstanceId.of(config("lost", name))).isEqualTo("tunnelwatch-0");
    assertThat(InstanceId.of(config("new", name))).isEqualTo("tunnelwatch-0");
  }

  @Test
  void itCountsForMoreThanTheOneThatIsKept() throws IOException {
    InstanceId.of(config("one", Optional.empty()));

    assertThat(InstanceId.of(config("one", Optional.of("tunnelwatch-0"))))
        .isEqualTo("tunnelwatch-0");
  }

  @Test
  void withoutOneItIsKeptAndAnotherInEveryDirectory() throws IOException {
    var first = InstanceId.of(config("one", Optional.empty()));

    assertThat(InstanceId.of(config("one", Optional.empty()))).isEqualTo(first);
    assertThat(InstanceId.of(config("two", Optional.empty()))).isNotEqualTo(first);
  }

  private AppConfig config(String data, Optional<String> name) {
    return new AppConfig(
        Set.of(),
        directory.resolve(data),
        name,
        new AppConfig.Kafka(Optional.empty(), 0, Topics.DEFAULT, Map.of()),
        List.of(),
        new CanaryWay.Off(),
        Optional.empty(),
        new AppConfig.Alerting(List.of(), Optional.empty()),
        new AppConfig.Web("127.0.0.1", 0),
        Optional.empty());
  }
}
