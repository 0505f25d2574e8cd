package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names in the objects that are open, to refuse one that stands twice (RFC 8259 leaves open
 * what it means). Jackson's own check makes a hash set per object; nearly every object has so few
 * names that comparing them is cheaper.
 */
final class Names {

  /** From here on an object gets a set, so that one with thousands of names stays linear. */
  private static final int FEW = 32;

  private String[] names = new String[2 * FEW];
  private int size;

  /** By where the object's names begin. */
  private final Map<Integer, Set<String>> many = new HashMap<>(0);

  /** Opens an object; the result is its place, for the other calls. */
  int open() {
    return size;
  }

  void close(int object) {
    size = object;
    if (!many.isEmpty()) {
      many.remove(object);
    }
  }

  /**
   * Notes the current name.
   *
   * @throws JsonParseException when it stands twice, in the words that Jackson's own check uses
   */
  void add(int object, JsonParser json) throws IOException {
    var name = json.currentName();
    if (!isNew(object, name)) {
      throw new JsonParseException(json, "Duplicate field");
    }
  }

  private boolean isNew(int object, String name) {
    if (size - object == FEW) {
      return many.computeIfAbsent(object, _ -> new HashSet<>(noted(object))).add(name);
    }
    for (int i = object; i < size; i++) {
      if (names[i].equals(name)) {
        return false;
      }
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
    }
    names[size++] = name;
    return true;
  }

  private List<String> noted(int object) {
    return Arrays.asList(names).subList(object, size);
  }
}
