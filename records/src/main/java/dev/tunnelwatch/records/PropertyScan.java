package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;

/** Makes {@code properties} flat, whether they are an object or an object written as a text. */
final class PropertyScan {

  private final JsonParser json;
  private final SortedMap<String, String> values;

  private PropertyScan(JsonParser json, SortedMap<String, String> values) {
    this.json = json;
    this.values = values;
  }

  /**
   * Reads from the current token to its end. A list or a number instead of properties is none.
   *
   * @return false when they are a text that begins like an object and is none
   */
  static boolean read(JsonParser json, SortedMap<String, String> values) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        new PropertyScan(json, values).object("");
        yield true;
      }
      case VALUE_STRING -> fromText(json.getText(), values);
      default -> true;
    };
  }

  private static boolean fromText(String text, SortedMap<String, String> values) {
    if (!text.stripLeading().startsWith("{")) {
      values.put("message", text);
      return true;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (var inner = StrictJson.parser(bytes, 0, bytes.length)) {
      inner.nextToken();
      new PropertyScan(inner, values).object("");
      return inner.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void object(String prefix) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = prefix + json.currentName().toLowerCase(Locale.ROOT);
      json.nextToken();
      value(name);
    }
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
      // Of two names that differ in case only the smaller value stands, in whatever order they
      // come.
      default -> values.merge(name, json.getText(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
  }
}
