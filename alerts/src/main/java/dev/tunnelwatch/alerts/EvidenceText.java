package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The lines behind an incident as text; what could steer a terminal or a line end is taken out. */
final class EvidenceText {

  /** More lines than this do not help anyone at night; the timeline has them all. */
  static final int MAX_LINES = 8;

  /** In code points. */
  static final int LONGEST_LINE = 300;

  /** So many lines of how it began where what is told of came later. */
  private static final int OLD = 2;

  /** So many of what went before a loss, if it was at most so long before. */
  private static final int BEFORE = 2;

  private static final Duration NEAR = Duration.ofMinutes(2);

  private EvidenceText() {}

  /** One line each, to the second, for receivers that may take them for markup. */
  static String of(Incident incident) {
    return shown(incident).stream()
        .map(line -> line.at().truncatedTo(ChronoUnit.SECONDS) + " " + shown(incident, line))
        .collect(Collectors.joining("\n"));
  }

  private static String shown(Incident incident, Evidence line) {
    return Elided.of(MarkupText.inert(of(incident, line)), LONGEST_LINE);
  }

  /**
   * The first lines, in order of time. What went on long before it was lost again fills them: then
   * only few of those, and the lines from shortly before that loss on.
   */
  static List<Evidence> shown(Incident incident) {
    var all = incident.proof().evidence();
    if (all.size() <= MAX_LINES) {
      return all;
    }
    int lost = lineOf(incident);
    if (lost < MAX_LINES - 1) {
      return all.subList(0, MAX_LINES);
    }
    int from = lost;
    while (from > lost - BEFORE && isNear(all.get(from - 1).at(), all.get(lost).at())) {
      from--;
    }
    int to = Math.min(all.size(), from + MAX_LINES - OLD);
    var shown = new ArrayList<>(all.subList(0, OLD));
    shown.addAll(all.subList(to - (MAX_LINES - OLD), to));
    return shown;
  }

  /** The opening line of what is lost now, where it began to be; the first where nothing is. */
  private static int lineOf(Incident incident) {
    return incident.conditions().stream()
        .filter(condition -> condition.to().isEmpty() && !condition.evidence().isEmpty())
        .filter(condition -> !condition.from().isBefore(since(incident)))
        .min(Condition.ORDER)
        .map(condition -> condition.evidence().getFirst())
        .orElse(0);
  }

  /** When the sites that are lost were, the last of them. */
  private static Instant since(Incident incident) {
    return incident.redundancy().stream()
        .filter(row -> row.lostTo().isEmpty())
        .flatMap(row -> row.lostFrom().stream())
        .max(Comparator.naturalOrder())
        .orElse(incident.span().startedAt());
  }

  private static boolean isNear(Instant line, Instant loss) {
    return Duration.between(line, loss).compareTo(NEAR) <= 0;
  }

  /** Whose line it is, which the line itself may not say. */
  static String of(Incident incident, Evidence line) {
    var said = line.operationName() + ": " + line.text();
    return inert((incident.subject(line) + ' ' + said).strip());
  }

  /** Control and format characters become a visible replacement. */
  static String inert(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean steers =
                  type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE // half of a character, which no encoding has
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              out.appendCodePoint(steers ? 0xFFFD : c);
            });
    return out.toString();
  }
}
