package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What a record tells in its {@code properties}, made flat: {@code configuration.name} for an
 * object inside an object, names in lower case, values as text, nulls left out. Two records that
 * differ only in case, order or kind of value have equal properties (rule 5).
 */
final class Properties {

  /** Behind the name of what is longer than is kept. */
  private static final String CUT = "#";

  static final Properties NONE = new Properties(List.of());

  /** Few, so that a list is quicker than a map; no name twice. */
  private final List<Property> all;

  private Properties(List<Property> all) {
    this.all = all;
  }

  record Property(String name, String value) {}

  /** Gathers properties; of two values under one name the smaller stands, whichever came first. */
  static final class Builder {

    /** From here on a name is not searched for in a list; nobody writes so many. */
    private static final int MOST = 64;

    private final List<Property> all = new ArrayList<>(4);
    private Map<String, Integer> places = Map.of();

    void add(String name, String value) {
      if (value.length() > LongText.MOST) {
        add(name, LongText.of(value));
      } else {
        put(name, value);
      }
    }

    /** Its hash under a name of its own, so that equal properties are still equal texts. */
    void add(String name, LongText text) {
      put(name, text.head());
      put(name + CUT, text.hash());
    }

    private void put(String name, String value) {
      int place = place(name);
      if (place < 0) {
        all.add(new Property(name, value));
        if (all.size() > MOST) {
          remember();
        }
      } else if (value.compareTo(all.get(place).value) < 0) {
        all.set(place, new Property(name, value));
      }
    }

    private int place(String name) {
      if (all.size() > MOST) {
        return places.getOrDefault(name, -1);
      }
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).name.equals(name)) {
          return i;
        }
      }
      return -1;
    }

    private void remember() {
      places = places.isEmpty() ? new HashMap<>() : places;
      for (int i = places.size(); i < all.size(); i++) {
        places.put(all.get(i).name, i);
      }
    }

    Properties build() {
      return new Properties(all);
    }
  }

  /** In order of their names. */
  List<Property> sorted() {
    var sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(Property::name));
    return sorted;
  }

  /** The value under a name in lower case; empty when it is missing or blank. */
  Optional<String> text(String name) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name.equals(name)) {
        return Optional.of(all.get(i).value).filter(text -> !text.isBlank());
      }
    }
    return Optional.empty();
  }

  /** Whether more stood under any name than is kept. */
  boolean isCut() {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name.endsWith(CUT)) {
        return true;
      }
    }
    return false;
  }

  /** Likewise under that name. */
  boolean isCut(String name) {
    return text(name + CUT).isPresent();
  }

  Optional<String> message() {
    return text("message");
  }

  Optional<Instance> instance() {
    return text("instance").map(String::strip).flatMap(Instance::named);
  }

  /** The same names with other values; itself where none is another. */
  Properties map(BinaryOperator<String> newValue) {
    var mapped = new ArrayList<Property>(all.size());
    boolean changed = false;
    for (int i = 0; i < all.size(); i++) {
      var property = all.get(i);
      var value = newValue.apply(property.name, property.value);
      boolean same = value.equals(property.value);
      mapped.add(same ? property : new Property(property.name, value));
      changed |= !same;
    }
    return changed ? new Properties(mapped) : this;
  }
}
