package dev.tunnelwatch.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.model.Incident;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was told, as a line of {@code --pages}: design 9, and what whoever is woken wants to know.
 */
final class PageLine {

  private static final JsonFactory JSON = new JsonFactory();

  private PageLine() {}

  static String of(Send send) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("at", send.at().toString());
      json.writeStringField("key", send.labels().pageKey());
      json.writeStringField("tier", send.tier().word());
      json.writeStringField("action", action(send.action()));
      json.writeStringField("incident", send.incident().id());
      json.writeStringField("title", send.title());
      if (send.action() == Send.Action.SUMMARY) {
        json.writeStringField("description", titles(send.incidents()));
      } else {
        about(json, send);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text.toString();
  }

  /** The same words as the alert has. */
  private static void about(JsonGenerator json, Send send) throws IOException {
    var judgement = send.incident().judgement();
    json.writeStringField("gateway", send.labels().gateway());
    json.writeStringField("site", send.labels().site());
    json.writeStringField("severity", judgement.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField("cause", judgement.cause().word());
    json.writeStringField("since", send.incident().span().startedAt().toString());
    json.writeStringField("description", send.incident().wording().explanation());
    json.writeStringField("runbook", judgement.cause().runbook());
  }

  private static String titles(List<Incident> incidents) {
    return incidents.stream().map(i -> i.wording().title()).collect(Collectors.joining("\n"));
  }

  private static String action(Send.Action action) {
    return switch (action) {
      case PAGE -> "page";
      case NOTIFY, TELL -> "notify";
      case UPDATE -> "update";
      case RESOLVE -> "resolve";
      case SUMMARY -> "summary";
    };
  }
}
