package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A parser, with the names that are open in it. */
record Tokens(JsonParser json, Names names) {

  Tokens(JsonParser json) {
    this(json, new Names());
  }

  /** To the end of the value that begins here, whatever is in it. */
  void skip() throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        int object = names.open();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          names.add(object, json);
          json.nextToken();
          skip();
        }
        names.close(object);
      }
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          skip();
        }
      }
      case null, default -> {}
    }
  }
}
