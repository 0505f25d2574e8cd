package dev.tunnelwatch.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.records.IncidentJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One send as a CloudEvent in the JSON format, all of it in the body. Its id is the same whenever
 * the same is told again; its subject is the page key, by which a receiver knows what belongs
 * together.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents
 *     1.0</a>
 */
final class CloudEventJson {

  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";

  /** Of a summary no more are told, so that it stays of a size that receivers take. */
  static final int MAX_INCIDENTS = 20;

  private static final int LONGEST_ID = 200;
  private static final int LONGEST_NAME = 200;

  private static final JsonFactory JSON = new JsonFactory();

  private final String source;
  private final Links links;
  private final Purpose purpose;
  private final SpokenTime time;

  /**
   * @param source tells this deployment from others; a URI reference
   */
  CloudEventJson(String source, Links links, Purpose purpose) {
    this.source = source;
    this.links = links;
    this.purpose = purpose;
    this.time = new SpokenTime(links.zone());
  }

  byte[] write(Send send) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("specversion", "1.0");
      json.writeStringField("id", id(send));
      json.writeStringField("source", source);
      json.writeStringField("type", purpose.eventTypes() + word(send.action()));
      json.writeStringField("subject", plain(send.labels().pageKey()));
      json.writeStringField("time", send.at().toString());
      json.writeStringField("datacontenttype", "application/json");
      json.writeObjectFieldStart("data");
      writeData(json, send);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    // Here and not by the generator, which fails over half of a character.
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The key moves from incident to incident, and each counts its revisions from 1. Of one revision
   * something else is told where people have spoken, and where their word counts no more.
   */
  private static String id(Send send) {
    var incident = send.incident();
    var parts =
        Stream.of(
            plain(send.labels().pageKey()),
            plain(incident.id()),
            String.valueOf(incident.revision()),
            word(send.action()));
    return Stream.concat(parts, more(send).stream()).collect(Collectors.joining("/"));
  }

  private static Optional<String> more(Send send) {
    return send.action() == Send.Action.SUMMARY
        ? Optional.of(
            Integer.toHexString(
                send.incidents().stream().map(CloudEventJson::revision).toList().hashCode()))
        : send.heard().marked(send.standing());
  }

  private static String revision(Incident incident) {
    return incident.id() + '/' + incident.revision();
  }

  /** Ids are ours; but they are read from a topic, and a header takes less than a topic. */
  static String plain(String id) {
    return Elided.of(id, LONGEST_ID).replaceAll("[^0-9A-Za-z+._-]", "_");
  }

  static String word(Send.Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private void writeData(JsonGenerator json, Send send) throws IOException {
    json.writeStringField("action", word(send.action()));
    json.writeStringField("tier", send.tier().word());
    json.writeBooleanField("firing", send.action().keepsFiring());
    json.writeStringField("title", shown(send.title(), Annotations.LONGEST_TITLE));
    json.writeObjectFieldStart("labels");
    json.writeStringField("gateway", shown(send.labels().gateway(), LONGEST_NAME));
    json.writeStringField("site", shown(send.labels().site(), LONGEST_NAME));
    json.writeStringField("scope", send.labels().scope());
    json.writeEndObject();
    if (send.action() == Send.Action.SUMMARY) {
      json.writeNumberField("total", send.incidents().size());
      json.writeArrayFieldStart("incidents");
      for (var incident : send.incidents().stream().limit(MAX_INCIDENTS).toList()) {
        writeIncident(json, incident);
      }
      json.writeEndArray();
    } else {
      json.writeStringField("when", time.of(send.incident().span()));
      writeLinks(json, send.incident());
      json.writeFieldName("incident");
      writeIncident(json, send.incident());
      writeStanding(json, send.standing());
    }
  }

  /** The same as Alertmanager gets; nothing is there where none is configured. */
  private void writeLinks(JsonGenerator json, Incident incident) throws IOException {
    var leadTo = new LinkedHashMap<String, String>();
    links.timelineOf(incident).ifPresent(link -> leadTo.put("timeline", link));
    links.dashboardOf(incident).ifPresent(link -> leadTo.put("dashboard", link));
    purpose
        .causeOf(incident)
        .flatMap(links::runbookOf)
        .ifPresent(link -> leadTo.put("runbook", link));
    if (!leadTo.isEmpty()) {
      json.writeObjectFieldStart("links");
      for (var link : leadTo.entrySet()) {
        json.writeStringField(link.getKey(), link.getValue());
      }
      json.writeEndObject();
    }
  }

  /** Nothing is there while nobody has spoken of it. */
  private static void writeStanding(JsonGenerator json, Standing standing) throws IOException {
    writeSaid(json, "acknowledged", standing.acknowledged());
    writeSaid(json, "expected", standing.expected());
    writeSaid(json, "closed", standing.closed());
  }

  private static void writeSaid(JsonGenerator json, String name, Optional<Standing.Said> said)
      throws IOException {
    if (said.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("by", MarkupText.inert(said.get().action().who()));
    json.writeStringField("at", said.get().action().at().toString());
    if (said.get().until().isPresent()) {
      json.writeStringField("until", said.get().until().get().toString());
    }
    json.writeEndObject();
  }

  private static String shown(String text, int room) {
    return Elided.of(MarkupText.inert(text), room);
  }

  /** As it stands in the topic of incidents. */
  private static void writeIncident(JsonGenerator json, Incident incident) throws IOException {
    json.writeRawValue(IncidentJson.write(incident).strip());
  }
}
