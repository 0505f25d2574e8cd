package dev.tunnelwatch.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Tier;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One send as the body of Alertmanager's {@code POST /api/v2/alerts}. Only the frozen labels make
 * the identity; everything else is an annotation, so that a revision updates the same alert.
 */
final class AlertmanagerJson {

  /** Alertmanager lets an alert end by itself when we are not heard for so long. */
  static final Duration FIRES_FOR = Duration.ofMinutes(15);

  /** What is told once fires long enough for any group to be flushed, and ends by itself. */
  static final Duration TELLS_FOR = Duration.ofMinutes(5);

  private static final JsonFactory JSON = new JsonFactory();

  private final Optional<URI> timeline;

  /**
   * @param timeline base address of the web page, for links
   */
  AlertmanagerJson(Optional<URI> timeline) {
    this.timeline = timeline;
  }

  String write(Send send, Instant since, Instant now) {
    var out = new StringWriter();
    try (var json = JSON.createGenerator(out)) {
      json.writeStartArray();
      writeAlert(json, send, send.tier(), since, endsAt(send, now));
      if (send.action() == Send.Action.PAGE) {
        // The tier may have risen: what was only a notification ends in the same request.
        writeAlert(json, send, Tier.NOTIFY, since, now);
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private static Instant endsAt(Send send, Instant now) {
    return switch (send.action()) {
      case PAGE, NOTIFY, UPDATE -> now.plus(FIRES_FOR);
      case TELL, SUMMARY -> now.plus(TELLS_FOR);
      case RESOLVE -> now;
    };
  }

  private void writeAlert(JsonGenerator json, Send send, Tier tier, Instant since, Instant endsAt)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    json.writeStringField("alertname", "TunnelwatchIncident");
    json.writeStringField("incident", send.labels().pageKey());
    json.writeStringField("gateway", send.labels().gateway());
    json.writeStringField("site", send.labels().site());
    json.writeStringField("scope", send.labels().scope());
    json.writeStringField("tier", tier.word());
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    if (send.action() == Send.Action.SUMMARY) {
      writeSummary(json, send);
    } else {
      writeAnnotations(json, send.title(), send.incident());
    }
    json.writeEndObject();
    json.writeStringField("startsAt", since.toString());
    json.writeStringField("endsAt", endsAt.toString());
    if (timeline.isPresent()) {
      json.writeStringField("generatorURL", link(send.incident()));
    }
    json.writeEndObject();
  }

  private static void writeSummary(JsonGenerator json, Send send) throws IOException {
    json.writeStringField("summary", send.title());
    json.writeStringField(
        "description",
        send.incidents().stream().map(i -> i.wording().title()).collect(Collectors.joining("\n")));
  }

  private void writeAnnotations(JsonGenerator json, String title, Incident incident)
      throws IOException {
    json.writeStringField("summary", title);
    json.writeStringField("description", incident.wording().explanation());
    json.writeStringField("cause", incident.judgement().cause().word());
    json.writeStringField(
        "severity", incident.judgement().severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("since", incident.span().startedAt().toString());
    json.writeStringField("until", incident.span().endedAt().map(Instant::toString).orElse(""));
    json.writeStringField("evidence", EvidenceText.of(incident));
    json.writeStringField(
        "ruled_out",
        incident.proof().rejectedCauses().stream()
            .map(r -> r.cause().word() + ": " + r.because())
            .collect(Collectors.joining("\n")));
    json.writeStringField("runbook", incident.judgement().cause().runbook());
    json.writeStringField("revision", String.valueOf(incident.revision()));
    if (timeline.isPresent()) {
      json.writeStringField("timeline", link(incident));
    }
  }

  private String link(Incident incident) {
    return timeline.map(base -> base.resolve("/#" + incident.id()).toString()).orElse("");
  }
}
