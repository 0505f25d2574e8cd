package dev.tunnelwatch.simulator.hub;

import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;

/**
 * {@code $cbs}: takes the tokens a client puts.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide">
 *     AMQP 1.0 in Azure Service Bus and Event Hubs, claims-based authorization</a>
 */
final class ClaimsNode implements RequestNode {

  private static final String SAS_TYPE = "servicebus.windows.net:sastoken";

  private final Namespace namespace;
  private final Claims claims;

  ClaimsNode(Namespace namespace, Claims claims) {
    this.namespace = namespace;
    this.claims = claims;
  }

  @Override
  public Answer answer(Message request) {
    var properties = RequestNode.propertiesOf(request);
    if (!RequestNode.text(properties, "operation").equals(Optional.of("put-token"))) {
      return Answer.refused(400, "expected operation put-token");
    }
    if (!RequestNode.text(properties, "type").equals(Optional.of(SAS_TYPE))) {
      return Answer.refused(400, "expected a token of type " + SAS_TYPE);
    }
    var audience = LinkAddress.path(RequestNode.text(properties, "name").orElse(""));
    if (!(request.getBody() instanceof AmqpValue value)
        || !(value.getValue() instanceof String token)) {
      return Answer.refused(400, "expected the token as the message's value");
    }
    return switch (namespace.check(token)) {
      case SasTokens.Verdict.Denied(String reason) -> Answer.refused(401, reason);
      case SasTokens.Verdict.Granted granted when !granted.covers(audience) ->
          Answer.refused(401, "InvalidSignature: the token is for another resource");
      case SasTokens.Verdict.Granted granted -> {
        claims.put(granted);
        yield new Answer(202, "Accepted", Map.of());
      }
    };
  }
}
