package dev.tunnelwatch.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Tier;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Sends as the body of Alertmanager's {@code POST /api/v2/alerts}. Only the frozen labels make the
 * identity; everything else is an annotation, so that a revision updates the same alert.
 */
final class AlertmanagerJson {

  /** Alertmanager lets an alert end by itself when we are not heard for so long. */
  static final Duration FIRES_FOR = Duration.ofMinutes(15);

  /** What is told once fires long enough for any group to be flushed, and ends by itself. */
  static final Duration TELLS_FOR = Duration.ofMinutes(5);

  private static final int LONGEST_LABEL = 200;

  private static final JsonFactory JSON = new JsonFactory();

  private final Links links;
  private final Purpose purpose;
  private final Annotations annotations;

  AlertmanagerJson(Links links, Purpose purpose) {
    this.links = links;
    this.purpose = purpose;
    this.annotations = new Annotations(links, purpose);
  }

  String write(List<Receiver.Saying> sayings, Instant now) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (var saying : sayings) {
        write(json, saying.send(), saying.since(), now);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private void write(JsonGenerator json, Send send, Instant since, Instant now) throws IOException {
    var texts = annotations.of(send);
    var began = since.isBefore(now) ? since : now; // a clock may have been set back
    writeAlert(json, send, send.tier(), texts, new Times(began, endsAt(send, now)));
    if (send.action() == Send.Action.PAGE) {
      // The tier may have risen: what was only a notification ends in the same request.
      writeAlert(json, send, Tier.NOTIFY, Annotations.raised(texts), new Times(began, now));
    }
  }

  private record Times(Instant startsAt, Instant endsAt) {}

  private static Instant endsAt(Send send, Instant now) {
    return switch (send.action()) {
      case PAGE, NOTIFY, UPDATE -> now.plus(FIRES_FOR);
      case TELL, SUMMARY -> now.plus(TELLS_FOR);
      case RESOLVE -> now;
    };
  }

  private void writeAlert(
      JsonGenerator json, Send send, Tier tier, Map<String, String> texts, Times times)
      throws IOException {
    var labels = send.labels();
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    json.writeStringField("alertname", purpose.alertName());
    json.writeStringField("incident", label(labels.pageKey()));
    json.writeStringField("gateway", label(labels.gateway()));
    json.writeStringField("site", label(labels.site()));
    json.writeStringField("scope", labels.scope());
    json.writeStringField("tier", tier.word());
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    for (var annotation : texts.entrySet()) {
      json.writeStringField(annotation.getKey(), annotation.getValue());
    }
    json.writeEndObject();
    json.writeStringField("startsAt", times.startsAt().toString());
    json.writeStringField("endsAt", times.endsAt().toString());
    var link = links.timelineOf(send.incident());
    if (link.isPresent()) {
      json.writeStringField("generatorURL", link.get());
    }
    json.writeEndObject();
  }

  /** Shown by templates as texts are; always made the same, so that it stays one identity. */
  private static String label(String name) {
    return Elided.of(MarkupText.inert(name), LONGEST_LABEL);
  }
}
