package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads JSON of our own: every field asked for must be there and of its kind, unknown ones are
 * passed over, so that an older reader bears a newer writer.
 */
final class JsonReader {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String AN_INSTANT = "an instant such as 2026-03-01T06:00:00Z";

  private final JsonNode node;
  private final String where;

  private JsonReader(JsonNode node, String where) {
    this.node = node;
    this.where = where;
  }

  /** Reads one object of schema 1 into a value. */
  static <T> T read(byte[] json, Function<JsonReader, T> form) {
    return readAny(
        json,
        reader -> {
          if (reader.number("schema") != 1) {
            throw new MalformedJsonException("schema: expected 1, got another number");
          }
          return form.apply(reader);
        });
  }

  /** Reads one object, whatever its schema. */
  static <T> T readAny(byte[] json, Function<JsonReader, T> form) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (IOException e) {
      // Jackson's message may quote the input, so it goes no further.
      throw new MalformedJsonException("expected a JSON object, got what is not JSON");
    }
    if (!node.isObject()) {
      throw new MalformedJsonException("expected a JSON object, got " + kind(node));
    }
    try {
      return form.apply(new JsonReader(node, ""));
    } catch (IllegalArgumentException | DateTimeException e) {
      // From a constructor of the model, whose message quotes the value.
      throw new MalformedJsonException("expected values within their bounds, got one outside");
    }
  }

  String text(String name) {
    var value = node.path(name);
    if (!value.isTextual()) {
      throw wrong(name, "a text", value);
    }
    return value.textValue();
  }

  long number(String name) {
    var value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name, "a whole number", value);
    }
    return value.longValue();
  }

  int smallNumber(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw new MalformedJsonException(where + name + ": expected 32 bits, got more");
    }
    return (int) value;
  }

  boolean flag(String name) {
    var value = node.path(name);
    if (!value.isBoolean()) {
      throw wrong(name, "true or false", value);
    }
    return value.booleanValue();
  }

  /** A text that something else is made of. */
  <T> T value(String name, Function<String, T> form) {
    return parse(name, text(name), form);
  }

  /** People write such fields too, so that one that is wrong is told what is right. */
  Instant instant(String name) {
    var value = node.path(name);
    if (!value.isTextual()) {
      throw wrong(name, AN_INSTANT, value);
    }
    try {
      return Instant.parse(value.textValue());
    } catch (DateTimeException e) {
      throw new MalformedJsonException(
          where + name + ": expected " + AN_INSTANT + ", got another text");
    }
  }

  Duration duration(String name) {
    return value(name, Duration::parse);
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    return value(name, word -> constant(type, word));
  }

  <T> Optional<T> maybe(String name, Function<String, T> form) {
    return isAbsent(name) ? Optional.empty() : Optional.of(value(name, form));
  }

  <T> Optional<T> maybeObject(String name, Function<JsonReader, T> form) {
    return isAbsent(name) ? Optional.empty() : Optional.of(object(name, form));
  }

  <T> T object(String name, Function<JsonReader, T> form) {
    var value = node.path(name);
    if (!value.isObject()) {
      throw wrong(name, "an object", value);
    }
    return form.apply(new JsonReader(value, where + name + '.'));
  }

  <T> List<T> list(String name, Function<JsonReader, T> form) {
    var values = new ArrayList<T>();
    for (var value : array(name)) {
      if (!value.isObject()) {
        throw wrong(name, "objects", value);
      }
      values.add(form.apply(new JsonReader(value, where + name + "[].")));
    }
    return values;
  }

  /** A list that earlier versions did not write. */
  <T> List<T> maybeList(String name, Function<JsonReader, T> form) {
    return isAbsent(name) ? List.of() : list(name, form);
  }

  <T> List<T> texts(String name, Function<String, T> form) {
    var values = new ArrayList<T>();
    for (var value : array(name)) {
      if (!value.isTextual()) {
        throw wrong(name, "texts", value);
      }
      values.add(parse(name, value.textValue(), form));
    }
    return values;
  }

  /** Empty where earlier versions did not write it. */
  <T> Optional<List<T>> maybeTexts(String name, Function<String, T> form) {
    return isAbsent(name) ? Optional.empty() : Optional.of(texts(name, form));
  }

  <E extends Enum<E>> List<E> words(String name, Class<E> type) {
    return texts(name, word -> constant(type, word));
  }

  List<Integer> numbers(String name) {
    var values = new ArrayList<Integer>();
    for (var value : array(name)) {
      if (!value.canConvertToInt() || !value.isIntegralNumber()) {
        throw wrong(name, "whole numbers", value);
      }
      values.add(value.intValue());
    }
    return values;
  }

  private JsonNode array(String name) {
    var value = node.path(name);
    if (!value.isArray()) {
      throw wrong(name, "a list", value);
    }
    return value;
  }

  private boolean isAbsent(String name) {
    var value = node.path(name);
    return value.isMissingNode() || value.isNull();
  }

  private <T> T parse(String name, String text, Function<String, T> form) {
    try {
      return form.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedJsonException(where + name + ": expected a text of its form, got another");
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such word"));
  }

  private MalformedJsonException wrong(String name, String expected, JsonNode got) {
    return new MalformedJsonException(
        where + name + ": expected " + expected + ", got " + kind(got));
  }

  private static String kind(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
