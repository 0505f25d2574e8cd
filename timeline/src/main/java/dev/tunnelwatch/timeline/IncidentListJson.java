package dev.tunnelwatch.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The list of incidents as the page's JSON: what fits a row, not the evidence. */
final class IncidentListJson {

  private static final JsonFactory JSON = new JsonFactory();

  private IncidentListJson() {}

  /**
   * @param words what people said of an incident, oldest first
   * @param now decision time, up to which the page draws what is still open
   */
  static String write(
      List<Incident> incidents, Function<String, List<OperatorAction>> words, Instant now) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("now", now.toString());
      json.writeArrayFieldStart("incidents");
      for (var incident : incidents) {
        writeRow(json, incident, words.apply(incident.id()));
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private static void writeRow(JsonGenerator json, Incident incident, List<OperatorAction> words)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", incident.id());
    json.writeNumberField("revision", incident.revision());
    json.writeStringField("state", incident.state().name().toLowerCase(Locale.ROOT));
    json.writeStringField(
        "severity", incident.judgement().severity().name().toLowerCase(Locale.ROOT));
    json.writeBooleanField("page", incident.judgement().page());
    json.writeStringField("cause", incident.judgement().cause().word());
    json.writeStringField("title", incident.wording().title());
    json.writeStringField("startedAt", incident.span().startedAt().toString());
    var ended = incident.span().endedAt();
    if (ended.isPresent()) {
      json.writeStringField("endedAt", ended.get().toString());
    } else {
      json.writeNullField("endedAt");
    }
    json.writeArrayFieldStart("gateways");
    for (var gateway : incident.scope().gateways()) {
      json.writeString(gateway.name());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("sites");
    for (var site : incident.scope().sites()) {
      json.writeString(site);
    }
    json.writeEndArray();
    writeLast(json, words);
    json.writeEndObject();
  }

  /** Who spoke of it last: whoever comes next looks there first. */
  private static void writeLast(JsonGenerator json, List<OperatorAction> words) throws IOException {
    if (words.isEmpty()) {
      json.writeNullField("lastWord");
      return;
    }
    var last = words.getLast();
    json.writeObjectFieldStart("lastWord");
    json.writeStringField("who", last.who());
    json.writeStringField("at", last.at().toString());
    json.writeStringField("deed", last.deed().word());
    json.writeEndObject();
  }
}
