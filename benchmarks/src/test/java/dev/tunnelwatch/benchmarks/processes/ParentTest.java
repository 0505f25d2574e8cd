package dev.tunnelwatch.benchmarks.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child whose threads do not let go. */
final class ParentTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void itEndsWithItsParentWhateverItIsAt() throws Exception {
    var command = Jvm.small(Busy.class.getName());
    try (var child = Child.start(command, directory.resolve("log"))) {
      Await.until("it to be at work", LIMIT, child::ready);

      child.orphan();

      assertThat(child.awaitEnd(LIMIT)).isTrue();
    }
  }

  /** Of which a thread that is no daemon looks for ever for what is gone. */
  static final class Busy {
    private Busy() {}

    public static void main(String[] args) {
      Parent.endWith();
      Thread.ofPlatform().start(() -> System.out.println("ready"));
      Thread.ofPlatform()
          .start(
              () -> {
                while (true) {
                  LockSupport.park();
                }
              });
    }
  }
}
