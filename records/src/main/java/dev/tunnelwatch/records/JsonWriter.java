package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes one JSON object field by field, in the order of the calls. */
final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private JsonWriter(JsonGenerator out) {
    this.out = out;
  }

  /** An object on one line. A lone surrogate in a text becomes a question mark, never an error. */
  static byte[] bytes(Consumer<JsonWriter> fields) {
    return text(fields).getBytes(StandardCharsets.UTF_8);
  }

  static String text(Consumer<JsonWriter> fields) {
    var text = new StringWriter();
    try (var out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      fields.accept(new JsonWriter(out));
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return text.toString();
  }

  /** A value as its {@code toString} has it. */
  JsonWriter text(String name, Object value) {
    return write(() -> out.writeStringField(name, value.toString()));
  }

  /** Likewise, or {@code null} where it is empty. */
  JsonWriter maybe(String name, Optional<?> value) {
    return value.isPresent() ? text(name, value.get()) : write(() -> out.writeNullField(name));
  }

  /** An enum constant in lower case. */
  JsonWriter word(String name, Enum<?> value) {
    return text(name, lowerCase(value));
  }

  JsonWriter words(String name, Collection<? extends Enum<?>> values) {
    return texts(name, values.stream().map(JsonWriter::lowerCase).toList());
  }

  JsonWriter number(String name, long value) {
    return write(() -> out.writeNumberField(name, value));
  }

  JsonWriter flag(String name, boolean value) {
    return write(() -> out.writeBooleanField(name, value));
  }

  JsonWriter texts(String name, Collection<?> values) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (var value : values) {
            out.writeString(value.toString());
          }
          out.writeEndArray();
        });
  }

  JsonWriter numbers(String name, Collection<Integer> values) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (int value : values) {
            out.writeNumber(value);
          }
          out.writeEndArray();
        });
  }

  JsonWriter object(String name, Consumer<JsonWriter> fields) {
    return write(
        () -> {
          out.writeObjectFieldStart(name);
          fields.accept(this);
          out.writeEndObject();
        });
  }

  /** An object, or {@code null} where the value is empty. */
  <T> JsonWriter maybe(String name, Optional<T> value, BiConsumer<JsonWriter, T> fields) {
    return value.isPresent()
        ? object(name, json -> fields.accept(json, value.get()))
        : write(() -> out.writeNullField(name));
  }

  <T> JsonWriter list(String name, Collection<T> values, BiConsumer<JsonWriter, T> fields) {
    return write(
        () -> {
          out.writeArrayFieldStart(name);
          for (var value : values) {
            out.writeStartObject();
            fields.accept(this, value);
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private JsonWriter write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
    return this;
  }

  private interface Step {
    void run() throws IOException;
  }
}
