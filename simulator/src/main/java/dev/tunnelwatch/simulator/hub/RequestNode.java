package dev.tunnelwatch.simulator.hub;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.message.Message;

/** A node that answers requests: {@code $cbs} or {@code $management}. */
interface RequestNode {

  /**
   * An answer, before it is addressed.
   *
   * @param status as in HTTP
   * @param body empty where there is nothing to say but the status
   */
  record Answer(int status, String description, Map<String, Object> body) {

    static Answer refused(int status, String description) {
      return new Answer(status, description, Map.of());
    }
  }

  Answer answer(Message request);

  /** The request's application properties; empty where it has none. */
  static Map<String, Object> propertiesOf(Message request) {
    var properties = new HashMap<String, Object>();
    Optional.ofNullable(request.getApplicationProperties())
        .flatMap(section -> Optional.ofNullable(section.getValue()))
        .ifPresent(properties::putAll);
    return properties;
  }

  static Optional<String> text(Map<String, Object> properties, String name) {
    return Optional.ofNullable(properties.get(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }
}
