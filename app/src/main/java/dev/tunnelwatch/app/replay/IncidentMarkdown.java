package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Redundancy;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An incident as a section of Markdown, to be pasted into a ticket. */
final class IncidentMarkdown {

  private IncidentMarkdown() {}

  static String of(Incident incident) {
    var judgement = incident.judgement();
    var span = incident.span();
    return """
        ## %s

        **%s**%s, cause `%s` ([what to do](%s)), from %s to %s, %s, id `%s`

        %s

        %s%s
        %s"""
        .formatted(
            text(incident.wording().title()),
            word(judgement.severity()),
            judgement.page() ? ", page" : "",
            judgement.cause().word(),
            judgement.cause().runbook(),
            span.startedAt(),
            span.endedAt().map(Object::toString).orElse("now"),
            word(incident.state()),
            incident.id(),
            text(incident.wording().explanation()),
            incident.redundancy().stream()
                .map(IncidentMarkdown::row)
                .collect(Collectors.joining("", tableHead(incident), "\n")),
            incident.proof().evidence().stream()
                .map(line -> line(incident, line))
                .collect(Collectors.joining()),
            incident.proof().ruledOut().map(said -> text(said) + "\n\n").orElse(""));
  }

  private static String tableHead(Incident incident) {
    return incident.redundancy().isEmpty()
        ? ""
        : "| gateway | site | paths | fewest up | worst | lost |\n| --- | --- | --- | --- | --- | --- |\n";
  }

  private static String row(Redundancy row) {
    return "| %s | %s | %d | %d | %s | %s |\n"
        .formatted(
            text(row.gateway().name()),
            text(row.site()),
            row.expected(),
            row.up(),
            word(row.worst()),
            row.lostFrom().map(from -> from + " to " + end(row.lostTo())).orElse("no"));
  }

  private static String end(Optional<Instant> to) {
    return to.map(Object::toString).orElse("now");
  }

  /** Indented, so that a log line is shown as it is and can end nothing. */
  private static String line(Incident incident, Evidence evidence) {
    return "    %s %s%s %s: %s%s\n"
        .formatted(
            evidence.at(),
            oneLine(IncidentText.subject(incident, evidence)),
            evidence.category().azureName(),
            oneLine(evidence.operationName()),
            oneLine(evidence.text()),
            IncidentText.mark(evidence));
  }

  /** Names come from logs and inventories, which may hold anything. */
  private static String text(String text) {
    return oneLine(text).replaceAll("[\\\\`*_\\[\\]<>|#]", "\\\\$0");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
