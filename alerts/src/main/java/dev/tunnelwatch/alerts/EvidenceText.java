package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import java.util.stream.Collectors;

/** The lines behind an incident as text; what could steer a terminal or a line end is taken out. */
final class EvidenceText {

  /** More lines than this do not help anyone at night; the timeline has them all. */
  static final int MAX_LINES = 8;

  private EvidenceText() {}

  static String of(Incident incident) {
    return incident.proof().evidence().stream()
        .limit(MAX_LINES)
        .map(line -> line.at() + " " + of(incident, line))
        .collect(Collectors.joining("\n"));
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
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              out.appendCodePoint(steers ? 0xFFFD : c);
            });
    return out.toString();
  }
}
