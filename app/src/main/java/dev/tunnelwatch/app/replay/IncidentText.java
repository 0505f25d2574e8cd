package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.records.Repair;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An incident for people, in a few lines. */
final class IncidentText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TO_THE_MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private IncidentText() {}

  /** {@code heard} tells what of it can be ruled out. */
  static String of(Incident incident, Heard heard) {
    var judgement = incident.judgement();
    var span = incident.span();
    return """
        %s %s %s%s
          %s
          %s UTC to %s, %s
          %s
          %s
        %s%s%s"""
        .formatted(
            incident.id(),
            word(judgement.severity()),
            judgement.cause().word(),
            judgement.page() ? " (page)" : "",
            printable(incident.wording().title()),
            TIME.format(span.startedAt()),
            span.endedAt().map(end -> minute(incident, end).orElse(TIME.format(end))).orElse("now")
                + (span.endedAt().isPresent() && incident.state() == IncidentState.OPEN
                    ? " if it stays"
                    : ""),
            word(incident.state())
                + incident.lineage().mergedInto().map(id -> ", merged into " + id).orElse(""),
            nextOnALineOfItsOwn(printable(incident.wording().explanation())),
            "Runbook: " + judgement.cause().runbook(),
            incident.proof().evidence().stream()
                .map(line -> line(incident, line))
                .collect(Collectors.joining()),
            heard.ruledOut(incident).map(text -> "  " + printable(text) + '\n').orElse(""),
            notes(incident).map(text -> "  " + text + '\n').orElse(""));
  }

  /**
   * A return that was concluded counts from the end of its minute on, and of seconds nothing is
   * known (rule 12).
   */
  static Optional<String> minute(Incident incident, Instant end) {
    return Optional.of(end)
        .filter(_ -> incident.flags().contains(Flag.MISSING_RECOVERY))
        .filter(at -> at.equals(at.truncatedTo(ChronoUnit.MINUTES)))
        .map(at -> TO_THE_MINUTE.format(at));
  }

  /** What its flags say. */
  static Optional<String> notes(Incident incident) {
    return incident.flags().isEmpty()
        ? Optional.empty()
        : Optional.of(
            incident.flags().stream()
                .map(Flag::sentence)
                .collect(Collectors.joining(" ", "Note: ", "")));
  }

  private static String nextOnALineOfItsOwn(String explanation) {
    int next = explanation.lastIndexOf(" Next: ");
    return next < 0
        ? explanation
        : explanation.substring(0, next) + "\n  " + explanation.substring(next + 1);
  }

  private static String line(Incident incident, Evidence evidence) {
    return "    %s %s%s %s: %s%s%n"
        .formatted(
            TIME.format(evidence.at()),
            printable(subject(incident, evidence)),
            evidence.category().azureName(),
            printable(evidence.operationName()),
            printable(evidence.text()),
            mark(evidence));
  }

  /** Whose line it is, with a blank behind it; nothing where nobody can say. */
  static String subject(Incident incident, Evidence evidence) {
    var subject = incident.subject(evidence);
    return subject.isEmpty() ? "" : subject + ' ';
  }

  /** What came of a guess says so, as its source does in the other form. */
  static String mark(Evidence evidence) {
    return Repair.isMarked(evidence.source()) ? " (repaired)" : "";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A log line is hostile text to a terminal too. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
