package dev.tunnelwatch.model.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AwaitTest {
  private static final Duration SHORT = Duration.ofMillis(60);

  @Test
  void asksAgainUntilTheValueIsGood() {
    var asked = new AtomicInteger();

    int value = Await.value("third", Duration.ofSeconds(10), asked::incrementAndGet, n -> n == 3);

    assertThat(value).isEqualTo(3);
  }

  @Test
  void tellsTheLastValueWhenTimeIsUp() {
    assertThatThrownBy(() -> Await.value("a page", SHORT, () -> "silence", "page"::equals))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("a page", "silence");
  }

  @Test
  void keepsTheLastExceptionAsTheCause() {
    assertThatThrownBy(
            () ->
                Await.until(
                    "an answer",
                    SHORT,
                    () -> {
                      throw new IOException("refused");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasRootCauseMessage("refused");
  }
}
