package dev.tunnelwatch.app.topics;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;

/** No Kafka client can be made of the settings; the message is for the user and holds no value. */
public final class KafkaSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final String BOOTSTRAP = "bootstrap.servers";

  private KafkaSettingsException(String message) {
    // Without its cause, whose message may quote a password.
    super(message);
  }

  /** Names the setting, as far as the refusal tells which it is. */
  public static KafkaSettingsException of(Map<String, Object> kafka, KafkaException refusal) {
    var said = said(refusal);
    if (said.contains(BOOTSTRAP)) {
      return new KafkaSettingsException(
          "kafka.bootstrap-servers: expected host:port, or several with commas, of which one has an"
              + " address, got \"%s\"".formatted(kafka.get(BOOTSTRAP)));
    }
    var named =
        kafka.keySet().stream()
            .filter(said::contains)
            .sorted()
            .map(key -> "kafka.properties." + key)
            .collect(Collectors.joining(", "));
    return new KafkaSettingsException(
        "%s: expected what Kafka's client takes, got something else (not shown)"
            .formatted(named.isEmpty() ? "kafka.properties" : named));
  }

  /** All messages, outermost first. */
  private static String said(KafkaException refusal) {
    var text = new StringBuilder();
    for (var at = Optional.<Throwable>of(refusal);
        at.isPresent();
        at = Optional.ofNullable(at.get().getCause())) {
      text.append(at.get().getMessage()).append('\n');
    }
    return text.toString();
  }
}
