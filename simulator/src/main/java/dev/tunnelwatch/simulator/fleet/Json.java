package dev.tunnelwatch.simulator.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON written as a stream of tokens. */
final class Json {

  static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** What writes one value. */
  interface Value {
    void to(JsonGenerator json) throws IOException;
  }

  /** The value on one line. */
  static String text(Value value) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      value.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  /** The value over many lines, as people read it. */
  static String pretty(Value value) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      value.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text + "\n";
  }
}
