package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.TunnelId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The JSON of a label. */
final class LabelJson {

  private LabelJson() {}

  static String write(Label label) {
    return Json.text(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", label.id());
          json.writeStringField("kind", label.kind());
          json.writeStringField("cause", label.cause().word());
          strings(json, "acceptable", label.acceptable().stream().map(Cause::word).toList());
          var scope = label.scope();
          strings(json, "gateways", scope.gateways().stream().map(GatewayId::toString).toList());
          json.writeArrayFieldStart("tunnels");
          for (var tunnel : scope.tunnels()) {
            tunnel(json, tunnel);
          }
          json.writeEndArray();
          strings(json, "sites", scope.sites());
          json.writeStringField("startedAt", label.span().startedAt().toString());
          instant(json, "endedAt", label.span().endedAt());
          json.writeBooleanField("recoveryLost", label.span().recoveryLost());
          json.writeStringField("severity", word(label.verdict().severity()));
          json.writeBooleanField("page", label.verdict().page());
          instant(json, "pageFrom", label.verdict().pageFrom());
          json.writeArrayFieldStart("redundancy");
          for (var redundancy : label.redundancy()) {
            redundancy(json, redundancy);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("evidence");
          for (var line : label.evidence()) {
            line(json, line);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** The word of an enum's constant. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void tunnel(JsonGenerator json, TunnelId tunnel) throws IOException {
    json.writeStartObject();
    json.writeStringField("gateway", tunnel.gateway().toString());
    json.writeStringField("instance", tunnel.instance().name());
    json.writeStringField("remoteIp", tunnel.remoteIp().toString());
    json.writeEndObject();
  }

  private static void redundancy(JsonGenerator json, Redundancy redundancy) throws IOException {
    json.writeStartObject();
    json.writeStringField("gateway", redundancy.gateway().toString());
    json.writeStringField("site", redundancy.site());
    json.writeNumberField("expected", redundancy.expected());
    json.writeNumberField("up", redundancy.up());
    json.writeStringField("worst", word(redundancy.worst()));
    instant(json, "lostFrom", redundancy.lostFrom());
    instant(json, "lostTo", redundancy.lostTo());
    json.writeEndObject();
  }

  private static void line(JsonGenerator json, Label.Line line) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", line.at().toString());
    json.writeStringField("gateway", line.gateway().toString());
    json.writeStringField("category", line.category().azureName());
    json.writeStringField("operationName", line.operationName());
    json.writeStringField("text", line.text());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void instant(JsonGenerator json, String field, Optional<Instant> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get().toString());
    } else {
      json.writeNullField(field);
    }
  }

  /**
   * @throws IOException when it is no JSON
   */
  static Label read(String text) throws IOException {
    return LabelReader.label(Node.parse(text));
  }
}
