package dev.tunnelwatch.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import dev.tunnelwatch.alerts.Send;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** What was told, as a line of {@code --pages} (design 9). */
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
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text.toString();
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
