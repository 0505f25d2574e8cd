package dev.tunnelwatch.app.topics;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
  private static final List<TopicPlan> PLANS = TopicPlan.all(Topics.DEFAULT);

  @Test
  void serversWithoutAnAddressAreNamed() {
    assertThatThrownBy(
            () -> TopicSetup.ensure(Map.of("bootstrap.servers", "kafka.invalid:9092"), PLANS))
        .isInstanceOf(KafkaSettingsException.class)
        .hasMessageStartingWith("kafka.bootstrap-servers: expected host:port")
        .hasMessageEndingWith("got \"kafka.invalid:9092\"");
  }

  @Test
  void settingThatKafkaRefusesIsNamedWithoutItsValue() {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", "127.0.0.1:9", "security.protocol", "secret-canary");

    assertThatThrownBy(() -> TopicSetup.ensure(settings, PLANS))
        .isInstanceOf(KafkaSettingsException.class)
        .hasMessageStartingWith("kafka.properties.security.protocol: expected")
        .hasMessageNotContaining("secret-canary")
        .hasNoCause();
  }

  @Test
  void brokerThatNeverAnswersIsNamedAfterTheTimeItHas() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var servers = "127.0.0.1:" + silent.getLocalPort();

      assertThatThrownBy(
              () ->
                  TopicSetup.ensure(
                      Map.of("bootstrap.servers", servers), PLANS, Duration.ofSeconds(1)))
          .isInstanceOf(TopicException.class)
          .hasMessage(
              "kafka.bootstrap-servers: expected a Kafka that answers, got none at \"%s\" within 1 s"
                  .formatted(servers));
    }
  }
}
