package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.internals.StateDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks Kafka Streams itself, whose file it is. */
final class ProcessIdTest {
  @TempDir private Path disk;

  @Test
  void anInstanceWhoseDiskIsGoneIsWhoItWas() {
    ProcessId.keep(instance("process-0", "first"));
    ProcessId.keep(instance("process-0", "second"));

    assertThat(asKafkaHasIt("second")).isEqualTo(asKafkaHasIt("first"));
  }

  @Test
  void anotherInstanceIsAnother() {
    ProcessId.keep(instance("process-0", "first"));
    ProcessId.keep(instance("process-1", "second"));

    assertThat(asKafkaHasIt("second")).isNotEqualTo(asKafkaHasIt("first"));
  }

  @Test
  void whoWroteUnderAnotherNameKeepsThat() {
    var made = asKafkaHasIt("old");
    ProcessId.keep(instance("process-0", "old"));

    assertThat(asKafkaHasIt("old")).isEqualTo(made);
    assertThat(ProcessId.of(instance("process-0", "old"))).isEqualTo(made.toString());
  }

  /** What was left open is looked for before Kafka Streams begins. */
  @Test
  void itIsKnownBeforeItIsWritten() {
    var before = ProcessId.of(instance("process-0", "first"));
    ProcessId.keep(instance("process-0", "first"));

    assertThat(before).isEqualTo(asKafkaHasIt("first").toString());
  }

  @Test
  void whatCannotBeUnderstoodIsWrittenAnew() throws IOException {
    var file = disk.resolve("broken/tw.correlator/kafka-streams-process-metadata");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"proc");
    ProcessId.keep(instance("process-0", "broken"));
    ProcessId.keep(instance("process-0", "whole"));

    assertThat(asKafkaHasIt("broken")).isEqualTo(asKafkaHasIt("whole"));
  }

  private CorrelatorConfig instance(String id, String directory) {
    return new CorrelatorConfig(
        Map.of("bootstrap.servers", "127.0.0.1:9"),
        Topics.DEFAULT,
        Pseudonyms.redacted(),
        disk.resolve(directory),
        id,
        1,
        0);
  }

  private UUID asKafkaHasIt(String directory) {
    var directories =
        new StateDirectory(
            new StreamsConfig(StreamsProperties.of(instance("process-0", directory))),
            Time.SYSTEM,
            true,
            false);
    try {
      return directories.initializeProcessId();
    } finally {
      directories.close();
    }
  }
}
