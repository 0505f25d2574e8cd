package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A record read plainly: decode, build a tree with Jackson, look into it. Slow, short, and nothing
 * but the tree's tokens in common with how it is really read.
 */
final class PlainReading {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(128)
                  .maxNameLength(1_024)
                  .build())
          .build();

  private static final Set<String> OF_EVERY_LOG =
      Set.of("time", "timestamp", "resourceid", "category", "operationname");

  private PlainReading() {}

  /** A value as it stands there. */
  sealed interface Tree {
    record Fields(Map<String, Tree> fields) implements Tree {}

    record Values(List<Tree> values) implements Tree {}

    record Text(String text) implements Tree {}

    /** A number or a truth, in its own letters. */
    record Simple(String letters) implements Tree {}

    record Nothing() implements Tree {}
  }

  /** What the record holds, or why it is none. */
  sealed interface Read {
    record Raw(RawRecord raw) implements Read {}

    record Not(RejectReason reason) implements Read {}
  }

  static Read read(byte[] record) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
      return new Read.Raw(raw(object(text)));
    } catch (CharacterCodingException e) {
      return new Read.Not(RejectReason.NOT_UTF8);
    } catch (JsonEOFException e) {
      return new Read.Not(RejectReason.TRUNCATED);
    } catch (StreamConstraintsException e) {
      boolean deep = e.toString().contains("nesting depth");
      return new Read.Not(deep ? RejectReason.TOO_DEEP : RejectReason.TOO_LARGE);
    } catch (JsonParseException e) {
      boolean twice = e.getOriginalMessage().startsWith("Duplicate");
      return new Read.Not(twice ? RejectReason.DUPLICATE_KEY : RejectReason.NOT_JSON);
    } catch (IOException e) {
      return new Read.Not(RejectReason.NOT_JSON);
    }
  }

  private static Tree.Fields object(String text) throws IOException {
    try (var json = JSON.createParser(text)) {
      if (json.nextToken() == JsonToken.START_OBJECT
          && tree(json) instanceof Tree.Fields object
          && json.nextToken() == null) {
        return object;
      }
      throw new IOException("no object, or something behind it");
    }
  }

  private static Tree tree(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, Tree>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          var name = json.currentName();
          json.nextToken();
          fields.put(name, tree(json));
        }
        yield new Tree.Fields(fields);
      }
      case START_ARRAY -> {
        var values = new ArrayList<Tree>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          values.add(tree(json));
        }
        yield new Tree.Values(values);
      }
      case VALUE_STRING -> new Tree.Text(json.getText());
      case VALUE_NULL -> new Tree.Nothing();
      case null -> throw new IOException("nothing there");
      default -> new Tree.Simple(json.getText());
    };
  }

  private static RawRecord raw(Tree.Fields record) {
    var heading =
        new Heading(
            worded(record, "category"),
            text(record, "resourceid"),
            !named(record, "metricname").isEmpty(),
            record.fields().keySet().stream()
                .anyMatch(name -> OF_EVERY_LOG.contains(name.toLowerCase(Locale.ROOT))));
    return new RawRecord(
        heading,
        worded(record, "operationname"),
        text(record, "time").or(() -> text(record, "timestamp")),
        properties(named(record, "properties")));
  }

  private static List<Tree> named(Tree.Fields record, String lower) {
    return record.fields().entrySet().stream()
        .filter(field -> field.getKey().toLowerCase(Locale.ROOT).equals(lower))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Optional<String> text(Tree.Fields record, String lower) {
    return named(record, lower).stream()
        .filter(Tree.Text.class::isInstance)
        .map(it -> ((Tree.Text) it).text())
        .findFirst();
  }

  private static Optional<String> worded(Tree.Fields record, String lower) {
    return named(record, lower).stream()
        .flatMap(
            it ->
                (switch (it) {
                      case Tree.Text(var text) -> Optional.of(text);
                      case Tree.Fields fields -> text(fields, "value");
                      default -> Optional.<String>empty();
                    })
                    .stream())
        .findFirst();
  }

  private static Optional<Properties> properties(List<Tree> named) {
    var found = new TreeMap<String, String>();
    switch (named.isEmpty() ? new Tree.Nothing() : named.getFirst()) {
      case Tree.Fields fields -> flatten("", fields, found);
      case Tree.Text(var text) when !text.stripLeading().startsWith("{") ->
          found.put("message", text);
      case Tree.Text(var text) -> {
        try {
          flatten(
              "",
              object(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)),
              found);
        } catch (IOException e) {
          return Optional.empty();
        }
      }
      case Tree.Values _, Tree.Simple _, Tree.Nothing _ -> {}
    }
    var builder = new Properties.Builder();
    found.forEach(builder::add);
    return Optional.of(builder.build());
  }

  private static void flatten(String name, Tree tree, Map<String, String> found) {
    switch (tree) {
      case Tree.Fields(var fields) ->
          fields.forEach(
              (field, value) -> flatten(name + field.toLowerCase(Locale.ROOT), value, found, "."));
      case Tree.Values(var values) -> {
        for (int i = 0; i < values.size(); i++) {
          flatten(name + i, values.get(i), found, ".");
        }
      }
      case Tree.Text(var text) -> found.merge(name, text, PlainReading::smaller);
      case Tree.Simple(var letters) -> found.merge(name, letters, PlainReading::smaller);
      case Tree.Nothing _ -> {}
    }
  }

  /** What is inside of something has its name, a point, and its own. */
  private static void flatten(String name, Tree tree, Map<String, String> found, String point) {
    boolean inside = tree instanceof Tree.Fields || tree instanceof Tree.Values;
    flatten(inside ? name + point : name, tree, found);
  }

  private static String smaller(String one, String other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
