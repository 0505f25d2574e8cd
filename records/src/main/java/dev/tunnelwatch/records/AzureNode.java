package dev.tunnelwatch.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One object of the az CLI's output. Names count without case; a field may stand in the object, as
 * the CLI prints it, or one deeper in {@code properties}, as the REST interface does. What is there
 * and is not of its form counts as not there; texts are without what a terminal would act on.
 *
 * @param remark takes a sentence about each field that is not of its form
 */
record AzureNode(JsonNode node, Consumer<String> remark) {

  private static final int QUOTED = 60;

  /** Something without which the resource cannot be used. */
  static final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    MissingException(String field) {
      problem = "expected " + field + ", got none that can be read";
    }

    String problem() {
      return problem;
    }

    @Override
    public String getMessage() {
      return problem;
    }
  }

  /** The field at a path such as {@code bgpSettings.asn}; a missing node where there is none. */
  private JsonNode at(String path) {
    var found = node;
    for (var name : path.split("\\.", -1)) {
      found = child(found, name);
    }
    return found.isNull() ? MissingNode.getInstance() : found;
  }

  private static JsonNode child(JsonNode parent, String name) {
    var direct = named(parent, name);
    return direct.isMissingNode() || direct.isNull()
        ? named(named(parent, "properties"), name)
        : direct;
  }

  private static JsonNode named(JsonNode parent, String name) {
    for (var field : parent.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  private <T> Optional<T> unlike(String path, String form, JsonNode got) {
    remark.accept(path + ": expected " + form + ", got " + described(got));
    return Optional.empty();
  }

  private static String described(JsonNode got) {
    return got.isValueNode()
        ? quoted(got.asText())
        : got.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    var cut = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    return '"' + Words.clean(cut) + '"';
  }

  Optional<String> text(String path) {
    var value = at(path);
    if (value.isContainerNode()) {
      return unlike(path, "a text", value);
    }
    return Optional.of(value.asText("")).map(AzureNode::plain).filter(text -> !text.isEmpty());
  }

  private static String plain(String text) {
    return Words.clean(text).strip();
  }

  String required(String path) {
    return text(path).orElseThrow(() -> new MissingException(path));
  }

  boolean has(String path) {
    return !at(path).isMissingNode();
  }

  boolean flag(String path) {
    var value = at(path);
    var word = value.asText("").strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        if (!value.isMissingNode()) {
          unlike(path, "true or false", value);
        }
        yield false;
      }
    };
  }

  /** A number within Azure's bounds; 0 is how Azure writes none. */
  Optional<Long> number(String path, long least, long most) {
    var value = at(path);
    var digits = value.asText("").strip();
    if (value.isMissingNode() || digits.matches("0+")) {
      return Optional.empty();
    }
    return Optional.of(digits)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .filter(number -> number >= least && number <= most)
        .or(() -> unlike(path, "a whole number from " + least + " to " + most, value));
  }

  Optional<IpAddress> address(String path) {
    return text(path).flatMap(text -> literal(path, text));
  }

  private Optional<IpAddress> literal(String path, String text) {
    var found = Addresses.literal(text);
    if (found.isEmpty()) {
      remark.accept(path + ": expected an IP address, got " + quoted(text));
    }
    return found;
  }

  /** The elements that are objects. An object alone counts as a list of one. */
  List<AzureNode> list(String path) {
    var nodes = new ArrayList<AzureNode>();
    for (var element : elements(path)) {
      if (element.isObject()) {
        nodes.add(new AzureNode(element, remark));
      } else {
        unlike(path, "objects", element);
      }
    }
    return nodes;
  }

  private List<JsonNode> elements(String path) {
    var value = at(path);
    var elements = new ArrayList<JsonNode>();
    if (value.isArray()) {
      value.forEach(elements::add);
    } else if (!value.isMissingNode()) {
      unlike(path, "a list", value);
      elements.add(value);
    }
    elements.removeIf(JsonNode::isNull);
    return elements;
  }

  private List<String> words(String path) {
    var words = new ArrayList<String>();
    for (var element : elements(path)) {
      if (element.isValueNode()) {
        words.add(plain(element.asText("")));
      } else {
        unlike(path, "texts", element);
      }
    }
    words.removeIf(String::isEmpty);
    return words;
  }

  List<IpAddress> addresses(String path) {
    return words(path).stream().flatMap(word -> literal(path, word).stream()).toList();
  }

  /** Addresses that stand in one text, with commas. */
  List<IpAddress> addressesIn(String path) {
    var addresses = new ArrayList<IpAddress>();
    for (var word : text(path).orElse("").split(",", -1)) {
      if (!word.isBlank()) {
        literal(path, word.strip()).ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  List<Prefix> prefixes(String path) {
    var prefixes = new ArrayList<Prefix>();
    for (var word : words(path)) {
      try {
        prefixes.add(Prefix.parse(word));
      } catch (IllegalArgumentException e) {
        remark.accept(path + ": expected address/length, got " + quoted(word));
      }
    }
    return prefixes;
  }

  Map<String, String> texts(String path) {
    var value = at(path);
    if (!value.isObject() && !value.isMissingNode()) {
      unlike(path, "an object", value);
    }
    var texts = new TreeMap<String, String>();
    for (var field : value.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull()) {
        texts.put(field.getKey(), plain(field.getValue().asText()));
      }
    }
    return texts;
  }
}
