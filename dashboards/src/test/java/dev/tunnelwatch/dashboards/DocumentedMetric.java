package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of docs/metrics.md, which a scrape is held against elsewhere.
 *
 * @param labels without those that Prometheus adds
 * @param notANumber whether it is NaN at times
 */
record DocumentedMetric(String name, String type, List<String> labels, boolean notANumber) {

  // | `tunnelwatch_sites` | gauge | state | sites as seen from each gateway; NaN where
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(tunnelwatch_\\w+)` \\| (\\w+) \\| ([a-z0-9_, ]*)\\|(.*)$");

  static List<DocumentedMetric> all() throws IOException {
    var rows =
        ROW.matcher(Files.readString(Path.of("../docs/metrics.md")))
            .results()
            .map(
                row ->
                    new DocumentedMetric(
                        row.group(1),
                        row.group(2),
                        Arrays.stream(row.group(3).split(",", -1))
                            .map(String::strip)
                            .filter(label -> !label.isEmpty())
                            .toList(),
                        row.group(4).contains("NaN")))
            .toList();
    assertThat(rows).hasSizeGreaterThan(50);
    return rows;
  }
}
