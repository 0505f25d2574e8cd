package dev.tunnelwatch.alerts;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Puts a text into every text there is in a record, and a time into every time, however deep: found
 * by its components, so that one that is added tomorrow is told of, too. What a record refuses it
 * can never tell.
 */
final class Hostile {
  private final List<UnaryOperator<String>> forms;
  private final UnaryOperator<Instant> times;
  private final Set<String> told = new TreeSet<>();
  private final Set<String> refused = new TreeSet<>();

  /**
   * @param text what is written into all fields that take it
   */
  Hostile(String text) {
    this(text, UnaryOperator.identity());
  }

  /**
   * @param times what is put into all times
   */
  Hostile(String text, UnaryOperator<Instant> times) {
    this.times = times;
    var line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "");
    forms =
        List.of(
            _ -> text,
            _ -> "/" + text, // an id of Azure's
            _ -> line.substring(0, Math.min(100, line.length()))); // who somebody is
  }

  /** Fields that took it. */
  Set<String> told() {
    return told;
  }

  /** Fields that hold texts of a form of their own. */
  Set<String> refused() {
    return refused;
  }

  <R> R in(R of) {
    var values = new ArrayList<Object>();
    for (var component : of.getClass().getRecordComponents()) {
      values.add(deep(read(component, of)));
    }
    var components = of.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      if (values.get(i) instanceof String kept) {
        values.set(i, hostile(of, values, i, kept));
      }
    }
    return made(of, values).orElseThrow();
  }

  private <R> Object hostile(R of, List<Object> values, int place, String kept) {
    var name =
        of.getClass().getSimpleName() + '.' + of.getClass().getRecordComponents()[place].getName();
    for (var form : forms) {
      var tried = new ArrayList<>(values);
      tried.set(place, form.apply(kept));
      if (made(of, tried).isPresent()) {
        told.add(name);
        return tried.get(place);
      }
    }
    refused.add(name);
    return kept;
  }

  private Object deep(Object value) {
    return switch (value) {
      case Record record -> in(record);
      case List<?> list -> list.stream().map(this::inList).toList();
      case Optional<?> some -> some.map(this::inList);
      case Instant time -> times.apply(time);
      default -> value;
    };
  }

  private Object inList(Object value) {
    return value instanceof String kept ? forms.getFirst().apply(kept) : deep(value);
  }

  private static Object read(RecordComponent component, Object of) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.toString(), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <R> Optional<R> made(R like, List<Object> values) {
    var types =
        Arrays.stream(like.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      var constructor = like.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of((R) constructor.newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      return Optional.empty(); // it does not take that
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(like.toString(), e);
    }
  }
}
