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

  /** {@code heard} tells what of it can be ruled out. */
  static String of(Incident incident, Heard heard) {
    var judgement = incident.judgement();
    var span = incident.span();
    return """
        ## %s

        **%s**%s, cause `%s` ([what to do](%s)), from %s to %s, %s, id `%s`

        %s

        %s%s
        %s%s"""
        .formatted(
            text(incident.wording().title()),
            word(judgement.severity()),
            judgement.page() ? ", page" : "",
            judgement.cause().word(),
            judgement.cause().runbook(),
            span.startedAt(),
            end(incident, span.endedAt()),
            word(incident.state()),
            incident.id(),
            text(incident.wording().explanation()),
            incident.redundancy().stream()
                .map(row -> row(incident, row))
                .collect(Collectors.joining("", tableHead(incident), "\n")),
            incident.proof().evidence().stream()
                .map(line -> line(incident, line))
                .collect(Collectors.joining()),
            heard.ruledOut(incident).map(said -> text(said) + "\n\n").orElse(""),
            IncidentText.notes(incident).map(said -> said + "\n\n").orElse(""));
  }

  private static String tableHead(Incident incident) {
    return incident.redundancy().isEmpty()
        ? ""
        : "| gateway | site | paths | fewest up | worst | lost |\n| --- | --- | --- | --- | --- | --- |\n";
  }

  private static String row(Incident incident, Redundancy row) {
    return "| %s | %s | %d | %d | %s | %s |\n"
        .formatted(
            text(row.gateway().name()),
            text(row.site()),
            row.expected(),
            row.up(),
            word(row.worst()),
            row.lostFrom().map(from -> from + " to " + end(incident, row.lostTo())).orElse("no"));
  }

  private static String end(Incident incident, Optional<Instant> to) {
    return to.map(at -> IncidentText.minute(incident, at).orElse(at.toString())).orElse("now");
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
