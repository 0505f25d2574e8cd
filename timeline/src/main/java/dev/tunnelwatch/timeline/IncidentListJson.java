package dev.tunnelwatch.timeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The list of incidents as the page's JSON: what fits a row, not the evidence. */
final class IncidentListJson {

  private static final JsonFactory JSON = new JsonFactory();

  private IncidentListJson() {}

  /** What people said of one incident. */
  interface Words {
    /** All of it, oldest first. */
    List<OperatorAction> all(String id);

    /** The one that counts. */
    Optional<OperatorAction> thatCounts(String id);
  }

  /**
   * @param now decision time, up to which the page draws what is still open
   */
  static String write(List<Incident> incidents, Words words, Instant now) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("now", now.toString());
      json.writeArrayFieldStart("incidents");
      for (var incident : incidents) {
        writeRow(json, incident, words);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private static void writeRow(JsonGenerator json, Incident incident, Words words)
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
    var all = words.all(incident.id());
    writeWord(json, "lastWord", all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
    writeWord(json, "wordThatCounts", words.thatCounts(incident.id()));
    json.writeEndObject();
  }

  private static void writeWord(JsonGenerator json, String name, Optional<OperatorAction> word)
      throws IOException {
    if (word.isEmpty()) {
      json.writeNullField(name);
      return;
    }
    var said = word.get();
    json.writeObjectFieldStart(name);
    json.writeStringField("who", said.who());
    json.writeStringField("at", said.at().toString());
    json.writeStringField("deed", said.deed().word());
    if (said.deed() instanceof Deed.ExpectUntil(var until)) {
      json.writeStringField("until", until.toString());
    }
    json.writeEndObject();
  }
}
