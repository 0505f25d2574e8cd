package dev.tunnelwatch.app.endtoend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which queries have to be answered by nothing.
 *
 * @param reasons by the query as it is written, or the alert's name: why there is nothing
 */
record Silence(Map<String, String> reasons) {

  Silence {
    reasons = Map.copyOf(reasons);
  }

  /** The same with some more of one reason. */
  Silence and(String reason, String... names) {
    var more = new HashMap<>(reasons);
    for (var name : names) {
      more.put(name, reason);
    }
    return new Silence(more);
  }

  /**
   * What is not as it should be, in words: who is answered by nothing and is not listed, who is
   * listed and is answered, and what is listed that nobody asks.
   *
   * @param filled each that was asked, and whether it was answered
   */
  List<String> wrong(Map<Query, Boolean> filled) {
    var wrong = new ArrayList<String>();
    filled.forEach(
        (query, answered) -> {
          var reason = reasons.get(query.name());
          if (!answered && reason == null) {
            wrong.add("empty: " + line(query));
          } else if (answered && reason != null) {
            wrong.add("answered, though \"" + reason + "\": " + line(query));
          }
        });
    reasons.keySet().stream()
        .filter(listed -> filled.keySet().stream().noneMatch(q -> q.name().equals(listed)))
        .forEach(listed -> wrong.add("listed, and nobody asks it: " + listed));
    wrong.sort(Comparator.naturalOrder());
    return wrong;
  }

  private static String line(Query query) {
    return query.where() + ": " + query.expression();
  }
}
