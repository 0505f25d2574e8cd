package dev.tunnelwatch.app.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Takes things out of JSON, puts nonsense in their place, doubles them, or cuts it off. */
final class Harm {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Harm() {}

  static byte[] of(byte[] json, SplittableRandom random) throws IOException {
    var root = MAPPER.readTree(json);
    for (int i = random.nextInt(4); i > 0; i--) {
      var parents = new ArrayList<JsonNode>();
      parents(root, parents);
      if (!parents.isEmpty()) {
        harm(parents.get(random.nextInt(parents.size())), random);
      }
    }
    var bytes = MAPPER.writeValueAsBytes(root);
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private static void parents(JsonNode node, List<JsonNode> found) {
    if (node.isContainerNode() && !node.isEmpty()) {
      found.add(node);
    }
    node.forEach(child -> parents(child, found));
  }

  private static void harm(JsonNode parent, SplittableRandom random) {
    switch (parent) {
      case ObjectNode object -> {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        var name = names.get(random.nextInt(names.size()));
        if (random.nextBoolean()) {
          object.remove(name);
        } else {
          object.set(name, nonsense(random));
        }
      }
      case ArrayNode array -> {
        int place = random.nextInt(array.size());
        switch (random.nextInt(3)) {
          case 0 -> array.remove(place);
          case 1 -> array.set(place, nonsense(random));
          default -> array.add(array.get(place).deepCopy());
        }
      }
      default -> throw new IllegalArgumentException("expected an object or a list");
    }
  }

  private static JsonNode nonsense(SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.textNode("");
      case 2 -> NODES.textNode("/");
      case 3 -> NODES.textNode("%s \u0000 \ud83d\ude80 \\x");
      case 4 -> NODES.numberNode(-1);
      case 5 -> NODES.numberNode(new BigDecimal("1e400"));
      case 6 -> NODES.booleanNode(true);
      case 7 -> NODES.arrayNode();
      default -> NODES.objectNode();
    };
  }
}
