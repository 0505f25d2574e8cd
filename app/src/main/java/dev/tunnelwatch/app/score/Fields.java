package dev.tunnelwatch.app.score;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One JSON object that others may have written: an absent field or null is empty, an unknown one is
 * passed over, and one of the wrong kind is an {@link IllegalArgumentException} that names it.
 */
record Fields(JsonNode node) {

  /** Of two kinds of file that look alike, the field that only the other kind has tells. */
  Fields without(String name, String expected) {
    if (node.has(name)) {
      throw new IllegalArgumentException(
          "expected %s, got a line with %s".formatted(expected, name));
    }
    return this;
  }

  String required(String name) {
    return text(name).orElseThrow(() -> wrong(name, "a text", node.path(name)));
  }

  Instant requiredInstant(String name) {
    return instant(name).orElseThrow(() -> wrong(name, "an instant", node.path(name)));
  }

  Optional<String> text(String name) {
    return value(name, "a text", JsonNode::isTextual, JsonNode::textValue);
  }

  /** A word of ours in whatever case. */
  Optional<String> word(String name) {
    return text(name).map(text -> text.strip().toLowerCase(Locale.ROOT));
  }

  Optional<Boolean> flag(String name) {
    return value(name, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
  }

  Optional<Integer> number(String name) {
    return value(name, "a whole number", JsonNode::canConvertToInt, JsonNode::intValue);
  }

  /** In whatever offset from UTC. */
  Optional<Instant> instant(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return OffsetDateTime.parse(text).toInstant();
              } catch (DateTimeException e) {
                throw wrong(name, "an instant such as 2026-03-01T06:00:00Z", node.path(name));
              }
            });
  }

  List<String> texts(String name) {
    return array(name, "a list of texts", JsonNode::isTextual, JsonNode::textValue);
  }

  List<Fields> objects(String name) {
    return array(name, "a list of objects", JsonNode::isObject, Fields::new);
  }

  private <T> Optional<T> value(
      String name, String kind, Function<JsonNode, Boolean> fits, Function<JsonNode, T> form) {
    var value = node.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!fits.apply(value)) {
      throw wrong(name, kind, value);
    }
    return Optional.of(form.apply(value));
  }

  private <T> List<T> array(
      String name, String kind, Function<JsonNode, Boolean> fits, Function<JsonNode, T> form) {
    var found = new ArrayList<T>();
    var array = node.path(name);
    if (array.isMissingNode() || array.isNull()) {
      return found;
    }
    if (!array.isArray()) {
      throw wrong(name, kind, array);
    }
    for (var value : array) {
      if (!fits.apply(value)) {
        throw wrong(name, kind, value);
      }
      found.add(form.apply(value));
    }
    return found;
  }

  private static IllegalArgumentException wrong(String name, String expected, JsonNode got) {
    var found = got.isMissingNode() ? "nothing" : got.toString();
    var shown = found.length() > 80 ? found.substring(0, 80) + '…' : found;
    return new IllegalArgumentException("%s: expected %s, got %s".formatted(name, expected, shown));
  }
}
