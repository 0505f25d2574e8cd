package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.model.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
  @TempDir Path directory;

  @Test
  void whereTheIdentityCannotBeReadTheDirectoryIsLetGo() throws IOException {
    Files.createDirectory(directory.resolve("instance-id")); // what should be a file
    var config = config();

    assertThatThrownBy(() -> Pipeline.start(config, Map.of(), Clocks.WALL, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("in use");

    DataDirectory.lock(directory).close();
  }

  private AppConfig config() {
    return new AppConfig(
        Set.of(),
        AppConfig.Identity.keptIn(directory),
        new AppConfig.Kafka(Optional.empty(), 0, Topics.DEFAULT, Map.of()),
        List.of(),
        new CanaryWay.Off(),
        Optional.empty(),
        new AppConfig.Alerting(List.of(), Optional.empty()),
        new AppConfig.Web("127.0.0.1", 0),
        Optional.empty());
  }
}
