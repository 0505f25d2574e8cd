package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes {@code properties} flat, whether they are an object or an object written as a text. */
final class PropertyScan {

  /** Of an object that is written as a text: it is read a second time. */
  private static final int LONGEST_OBJECT = 1 << 17;

  private final Tokens tokens;
  private final JsonParser json;
  private final Properties.Builder values;

  private PropertyScan(Tokens tokens, Properties.Builder values) {
    this.tokens = tokens;
    this.json = tokens.json();
    this.values = values;
  }

  /**
   * Reads from the current token to its end. A list or a number instead of properties is none.
   *
   * @return false when they are a text that begins like an object and is none
   */
  static boolean read(Tokens tokens, Properties.Builder values) throws IOException {
    return switch (tokens.json().currentToken()) {
      case START_OBJECT -> {
        new PropertyScan(tokens, values).object("");
        yield true;
      }
      case VALUE_STRING -> fromText(tokens, values);
      default -> true;
    };
  }

  private static boolean fromText(Tokens tokens, Properties.Builder values) throws IOException {
    if (tokens.json().getTextLength() > LONGEST_OBJECT) {
      var text = LongText.of(tokens.json());
      values.add("message", text);
      return !text.head().stripLeading().startsWith("{");
    }
    var text = tokens.json().getText();
    if (!text.stripLeading().startsWith("{")) {
      values.add("message", text);
      return true;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (var inner = StrictJson.scanned(bytes, 0, bytes.length)) {
      inner.nextToken();
      new PropertyScan(new Tokens(inner), values).object("");
      return inner.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void object(String prefix) throws IOException {
    int object = tokens.names().open();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      tokens.names().add(object, json);
      var name = json.currentName().toLowerCase(Locale.ROOT);
      json.nextToken();
      value(prefix.isEmpty() ? name : prefix + name);
    }
    tokens.names().close(object);
  }

  private void value(String name) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> object(name + '.');
      case START_ARRAY -> {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
          value(name + '.' + i);
        }
      }
      case VALUE_NULL -> {}
      case VALUE_STRING -> text(name);
      default -> values.add(name, json.getText());
    }
  }

  private void text(String name) throws IOException {
    if (json.getTextLength() > LongText.MOST) {
      values.add(name, LongText.of(json));
    } else {
      values.add(name, json.getText());
    }
  }
}
