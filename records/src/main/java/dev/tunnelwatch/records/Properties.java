package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Instance;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What a record tells in its {@code properties}, made flat: {@code configuration.name} for an
 * object inside an object, names in lower case, values as text, nulls left out. Two records that
 * differ only in case, order or kind of value have equal properties (rule 5).
 */
record Properties(SortedMap<String, String> values) {

  static final Properties NONE = new Properties(new TreeMap<>());

  Properties {
    values = Collections.unmodifiableSortedMap(values);
  }

  /** The value under a name in lower case; empty when it is missing or blank. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isBlank());
  }

  Optional<String> message() {
    return text("message");
  }

  Optional<Instance> instance() {
    return text("instance").map(String::strip).flatMap(Instance::named);
  }

  /** The same names with other values. */
  Properties map(BinaryOperator<String> newValue) {
    var mapped = new TreeMap<String, String>();
    values.forEach((name, value) -> mapped.put(name, newValue.apply(name, value)));
    return new Properties(mapped);
  }
}
