package dev.tunnelwatch.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** A machine that lacks something: the state is as good as ever, and must not be thrown away. */
class ShortageTest {

  @TempDir Path directory;

  private Path task;

  @BeforeEach
  void holdState() throws IOException {
    task = Files.createDirectories(directory.resolve("tw.correlator/0_5/rocksdb"));
    Files.writeString(task.resolve("CURRENT"), "what is still good");
  }

  /** As RocksDB 9 and Java said it on a full tmpfs and below ulimit -n. */
  static Stream<Throwable> full() {
    return Stream.of(
        database("While appending to file: /data/streams/x/000004.log: No space left on device"),
        new ProcessorStateException(
            "Error opening store",
            new RocksDBException(
                "said in another language",
                new Status(Status.Code.IOError, Status.SubCode.NoSpace, ""))),
        new StreamsException(new UncheckedIOException(new IOException("No space left on device"))),
        database("While appending to file: /data/streams/x/000004.log: Disk quota exceeded"));
  }

  static Stream<Throwable> withoutHandles() {
    return Stream.of(
        database("While open a file for appending: /data/streams/y/LOG: Too many open files"),
        new ProcessorStateException(
            "fatal error", new FileSystemException("/data/z", null, "Too many open files")));
  }

  static Stream<Throwable> withoutRights() {
    return Stream.of(
        database("While open a file for appending: /data/LOG: Read-only file system"),
        new ProcessorStateException("fatal error", new AccessDeniedException("/data/z")));
  }

  private static Throwable database(String said) {
    var status = new Status(Status.Code.IOError, Status.SubCode.None, "");
    return new StreamsException(
        new ProcessorStateException("Error opening store", new RocksDBException(said, status)));
  }

  @ParameterizedTest
  @MethodSource("full")
  void fullDiskIsToldAndTheStateIsKept(Throwable failure) {
    keepsState(failure, "the disk is full (%s): make room there; its state is kept");
  }

  @ParameterizedTest
  @MethodSource("withoutHandles")
  void fewHandlesAreToldAndTheStateIsKept(Throwable failure) {
    keepsState(
        failure,
        "there are no more file handles (%s): raise the limit of open files (ulimit -n,"
            + " LimitNOFILE); its state is kept");
  }

  @ParameterizedTest
  @MethodSource("withoutRights")
  void missingRightsAreToldAndTheStateIsKept(Throwable failure) {
    keepsState(
        failure,
        "the disk cannot be written (%s): check who owns the files and how the disk is mounted; its"
            + " state is kept");
  }

  private void keepsState(Throwable failure, String told) {
    var threads = new ThreadReplacement(StateDirectory.open(directory));

    assertThat(threads.died(failure, 0)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(threads.gaveUp()).contains(told.formatted(directory));
    StateDirectory.open(directory); // the next start
    assertThat(task.resolve("CURRENT")).exists();
  }

  /** Not every failure says what led to it; then the directory itself is asked. */
  @Test
  void whatCannotBeWrittenIsFoundOutByWriting() throws IOException {
    var gone = directory.resolve("gone");
    var state = StateDirectory.open(gone);
    Files.delete(gone);

    assertThat(state.refusal()).isPresent();
    assertThat(StateDirectory.open(directory).refusal()).isEmpty();
    assertThat(directory).isDirectoryNotContaining("glob:**/room");
  }

  @Test
  void damageIsNoShortage() {
    var damage =
        new ProcessorStateException(
            "Error opening store",
            new RocksDBException(
                "block checksum mismatch",
                new Status(Status.Code.Corruption, Status.SubCode.None, "")));

    assertThat(Shortage.behind(damage)).isEmpty();
    assertThat(Shortage.behind(new IllegalStateException("no space left on device"))).isEmpty();
  }

  @Test
  void startOnAFullDiskKeepsTheState() {
    var state = StateDirectory.open(directory);

    assertThatThrownBy(() -> Correlator.started(() -> startingWith(full().findFirst()), state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "correlation: the disk is full (%s): make room there; its state is kept", directory);
    assertThat(task.resolve("CURRENT")).exists();
  }

  private KafkaStreams startingWith(Optional<Throwable> failure) {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "shortage");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG), "1000");
    var builder = new StreamsBuilder();
    builder.stream("records");
    return new KafkaStreams(builder.build(), settings) {
      @Override
      public synchronized void start() {
        throw new ProcessorStateException("fatal error", failure.orElseThrow());
      }
    };
  }
}
