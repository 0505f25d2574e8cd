package dev.tunnelwatch.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One object of the az CLI's output. Names count without case; a field may stand in the object, as
 * the CLI prints it, or one deeper in {@code properties}, as the REST interface does.
 */
record AzureNode(JsonNode node) {

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
    return found;
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

  Optional<String> text(String path) {
    var value = at(path);
    return Optional.of(value.isValueNode() ? value.asText("") : "")
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !value.isNull());
  }

  String required(String path) {
    return text(path).orElseThrow(() -> new MissingException(path));
  }

  boolean flag(String path) {
    return at(path).asBoolean(false);
  }

  Optional<Long> number(String path) {
    var value = at(path);
    return value.isNull() || !value.asText("").matches("\\d{1,18}")
        ? Optional.empty()
        : Optional.of(value.asLong());
  }

  Optional<IpAddress> address(String path) {
    return text(path).flatMap(Addresses::literal);
  }

  List<AzureNode> list(String path) {
    var nodes = new ArrayList<AzureNode>();
    for (var element : at(path)) {
      nodes.add(new AzureNode(element));
    }
    return nodes;
  }

  List<IpAddress> addresses(String path) {
    return list(path).stream()
        .flatMap(element -> Addresses.literal(element.node().asText("")).stream())
        .toList();
  }

  List<Prefix> prefixes(String path) {
    return list(path).stream()
        .map(element -> element.node().asText(""))
        .filter(text -> !text.isEmpty())
        .map(Prefix::parse)
        .toList();
  }

  Map<String, String> texts(String path) {
    var texts = new TreeMap<String, String>();
    at(path).properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText("")));
    return texts;
  }
}
