package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A label that nobody has makes a panel empty and an alert silent, and neither says so. */
class AskedLabelsTest {

  /** Prometheus puts them to every series. */
  private static final Set<String> OF_SCRAPES = Set.of("job", "instance");

  private static final Map<String, Set<String>> OF_TYPES = Map.of("histogram", Set.of("le"));

  // tunnelwatch_alerts_sent_total{action="page"}
  private static final Pattern SERIES = Pattern.compile("\\b(tunnelwatch_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
  // min by (gateway, site) (
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)\\s*\\(");
  private static final Pattern WORD = Pattern.compile("\\w+");

  @Test
  void seriesAreChosenByLabelsTheyHave() throws Exception {
    var labels = labels();
    int chosen = 0;
    for (var expression : Expressions.all()) {
      for (var series : SERIES.matcher(expression).results().toList()) {
        var asked = new TreeSet<String>();
        if (series.group(2) != null) {
          LABEL.matcher(series.group(2)).results().forEach(label -> asked.add(label.group(1)));
        }
        assertThat(of(series.group(1), labels))
            .as("%s in %s", series.group(), expression)
            .containsAll(asked);
        chosen += asked.size();
      }
    }
    assertThat(chosen).isGreaterThan(50);
  }

  /** Of a histogram only its buckets have {@code le}. */
  @Test
  void seriesAreGroupedByLabelsTheyHave() throws Exception {
    var labels = labels();
    int grouped = 0;
    for (var expression : Expressions.all()) {
      for (Matcher by = BY.matcher(expression); by.find(); ) {
        var body = Expressions.inParentheses(expression, by.end() - 1);
        for (var series : SERIES.matcher(body).results().toList()) {
          assertThat(of(series.group(1), labels))
              .as("%s in %s", series.group(), expression)
              .containsAll(
                  WORD.matcher(by.group(1)).results().map(found -> found.group()).toList());
          grouped++;
        }
      }
    }
    assertThat(grouped).isGreaterThan(50);
  }

  private static Set<String> of(String name, Map<String, Set<String>> labels) {
    var plain = name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
    assertThat(labels).containsKey(plain);
    return labels.getOrDefault(plain, Set.of());
  }

  private static Map<String, Set<String>> labels() throws Exception {
    return DocumentedMetric.all().stream()
        .collect(Collectors.toMap(DocumentedMetric::name, AskedLabelsTest::all));
  }

  private static Set<String> all(DocumentedMetric metric) {
    var all = new HashSet<>(metric.labels());
    all.addAll(OF_SCRAPES);
    all.addAll(OF_TYPES.getOrDefault(metric.type(), Set.of()));
    return all;
  }
}
