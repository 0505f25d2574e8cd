package dev.tunnelwatch.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProcessLogTest {
  private static final String STREAMS = "org.apache.kafka.streams.processor.internals";

  /** By the class's name: a version of Kafka that calls it otherwise would be loud again. */
  @Test
  void thatOneProcessHasNoOtherIsNoWarning() throws ClassNotFoundException {
    ProcessLog.toStandardError();

    var loud = Class.forName(STREAMS + ".assignment.DefaultStandbyTaskAssignor");
    assertThat(LoggerFactory.getLogger(loud).isWarnEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger(loud).isErrorEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger(STREAMS + ".StreamThread").isWarnEnabled()).isTrue();
    assertThat(LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").isWarnEnabled())
        .isTrue();
  }
}
