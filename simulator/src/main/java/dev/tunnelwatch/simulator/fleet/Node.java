package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value as read, just enough to read labels. */
sealed interface Node {

  record Obj(Map<String, Node> fields) implements Node {}

  record Arr(List<Node> values) implements Node {}

  /** A string, number or truth value in its own spelling. */
  record Scalar(String text) implements Node {}

  record Null() implements Node {}

  /**
   * Reads one value.
   *
   * @throws IOException when it is not one JSON value
   */
  static Node parse(String text) throws IOException {
    try (var parser = Json.FACTORY.createParser(text)) {
      parser.nextToken();
      var node = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("one value, found more behind it");
      }
      return node;
    }
  }

  private static Node value(JsonParser parser) throws IOException {
    var token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      var fields = new LinkedHashMap<String, Node>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      return new Obj(fields);
    }
    if (token == JsonToken.START_ARRAY) {
      var values = new ArrayList<Node>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        values.add(value(parser));
      }
      return new Arr(values);
    }
    if (token == null || !token.isScalarValue()) {
      throw new IOException("a value, found " + token);
    }
    return token == JsonToken.VALUE_NULL ? new Null() : new Scalar(parser.getText());
  }

  default Node field(String name) {
    var found =
        this instanceof Obj(var fields)
            ? Optional.ofNullable(fields.get(name))
            : Optional.<Node>empty();
    return found.orElseThrow(
        () -> new IllegalArgumentException(name + ": expected it to be there, got nothing"));
  }

  default String text(String field) {
    return optional(field)
        .orElseThrow(
            () -> new IllegalArgumentException(field + ": expected a value, got " + field(field)));
  }

  /** Empty for null. */
  default Optional<String> optional(String field) {
    return switch (field(field)) {
      case Scalar(var text) -> Optional.of(text);
      case Null _ -> Optional.empty();
      case Obj _, Arr _ ->
          throw new IllegalArgumentException(field + ": expected a value, got a structure");
    };
  }

  default List<Node> list(String field) {
    if (field(field) instanceof Arr(var values)) {
      return values;
    }
    throw new IllegalArgumentException(field + ": expected a list, got " + field(field));
  }

  default List<String> texts(String field) {
    return list(field).stream()
        .map(
            node -> {
              if (node instanceof Scalar(var text)) {
                return text;
              }
              throw new IllegalArgumentException(field + ": expected texts, got " + node);
            })
        .toList();
  }
}
