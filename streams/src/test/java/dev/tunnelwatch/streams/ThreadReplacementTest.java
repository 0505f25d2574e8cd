package dev.tunnelwatch.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadReplacementTest {

  @TempDir Path directory;

  private ThreadReplacement threads;
  private final RuntimeException failure = new IllegalStateException("the story's failure");

  @BeforeEach
  void open() {
    threads = new ThreadReplacement(StateDirectory.open(directory));
  }

  @Test
  void aThreadIsReplacedFiveTimesInTenMinutes() {
    for (int i = 0; i < ThreadReplacement.LIMIT; i++) {
      assertThat(threads.died(failure, i)).isEqualTo(REPLACE_THREAD);
    }
    assertThat(threads.gaveUp()).isEmpty();

    assertThat(threads.died(failure, 6)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(threads.gaveUp())
        .contains("6 of its threads died within 10 min, the last of IllegalStateException");
  }

  @Test
  void whatHappensNowAndThenIsBorneForEver() {
    long step = Duration.ofMinutes(3).toNanos();
    for (int i = 0; i < 100; i++) {
      assertThat(threads.died(failure, i * step)).isEqualTo(REPLACE_THREAD);
    }
  }

  @Test
  void anErrorOfTheMachineIsFinal() {
    assertThat(threads.died(new StackOverflowError(), 0)).isEqualTo(SHUTDOWN_CLIENT);
  }

  @Test
  void stateThatCannotBeReadIsPutAwayByTheNextStart() throws Exception {
    var task = Files.createDirectories(directory.resolve("tw.correlator/0_5/rocksdb"));
    Files.writeString(task.resolve("CURRENT"), "what a broken disk left");
    var unreadable = new StreamsException(new ProcessorStateException("the story's failure"));

    assertThat(threads.died(unreadable, 0)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(threads.gaveUp().orElseThrow()).contains("rebuilds it from Kafka");
    assertThat(task).as("still open").exists();
    StateDirectory.open(directory);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void stateThatCanBeReadIsKept() throws Exception {
    var task = Files.createDirectories(directory.resolve("tw.correlator/0_5"));
    threads.died(failure, 0);
    StateDirectory.open(directory);

    assertThat(task).exists();
  }
}
