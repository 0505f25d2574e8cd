package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A send as a block of text for a terminal, with the id by which a person speaks of it. */
public final class TerminalText {

  private static final int WIDTH = 110;
  private static final String INDENT = "    ";

  private TerminalText() {}

  /** Some lines without the last line end; a hostile log line cannot steer the terminal. */
  public static String of(Send send) {
    return switch (send.action()) {
      case PAGE, NOTIFY, TELL, UPDATE -> whole(send);
      case RESOLVE ->
          head(send) + shown(send.title(), Annotations.LONGEST_TITLE) + "\n" + id(send.incident());
      case SUMMARY -> // of many, and all over
          head(send)
              + send.incidents().size()
              + " healed while catching up\n"
              + send.incidents().stream()
                  .limit(Annotations.MAX_HEALED)
                  .map(i -> INDENT + shown(i.wording().title(), Annotations.LONGEST_TITLE))
                  .collect(Collectors.joining("\n"));
    };
  }

  private static String whole(Send send) {
    Incident incident = send.incident();
    return head(send)
        + shown(incident.wording().title(), Annotations.LONGEST_TITLE)
        + "\n"
        + INDENT
        + "cause: "
        + incident.judgement().cause().word()
        + "\n"
        + said(send.standing())
        + explained(shown(incident.wording().explanation(), Annotations.LONGEST_TEXT))
        + EvidenceText.shown(incident).stream()
            .map(line -> line(incident, line))
            .collect(Collectors.joining())
        + incident
            .proof()
            .ruledOut()
            .map(text -> wrapped(shown(text, Annotations.LONGEST_TEXT)))
            .orElse("")
        + INDENT
        + "runbook: "
        + incident.judgement().cause().runbook()
        + "\n"
        + id(incident);
  }

  private static String id(Incident incident) {
    return INDENT + "incident: " + shown(incident.id(), Annotations.LONGEST_TITLE);
  }

  private static String said(Standing standing) {
    var acknowledged =
        standing.acknowledged().map(said -> "acknowledged by " + said.action().who());
    var expected =
        standing
            .expected()
            .map(said -> "expected until " + said.until().orElse(Instant.MAX) + by(said));
    return Stream.of(acknowledged, expected)
        .flatMap(Optional::stream)
        .map(text -> INDENT + EvidenceText.inert(text) + "\n")
        .collect(Collectors.joining());
  }

  private static String by(Standing.Said said) {
    return ", said by " + said.action().who();
  }

  private static String shown(String text, int room) {
    return Elided.of(EvidenceText.inert(text), room);
  }

  /** What to do stands on a line of its own: it is what a tired reader looks for. */
  private static String explained(String explanation) {
    int next = explanation.lastIndexOf(" Next: ");
    return next < 0
        ? wrapped(explanation)
        : wrapped(explanation.substring(0, next)) + wrapped(explanation.substring(next + 1));
  }

  /** Lines of at most {@value #WIDTH} characters, each with its end. */
  private static String wrapped(String text) {
    var out = new StringBuilder();
    var line = new StringBuilder(INDENT);
    for (var word : text.split(" ", -1)) {
      if (line.length() > INDENT.length() && line.length() + word.length() >= WIDTH) {
        out.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(INDENT);
      }
      line.append(word).append(' ');
    }
    return out.append(line.toString().stripTrailing()).append('\n').toString();
  }

  private static String line(Incident incident, Evidence line) {
    int room = WIDTH - INDENT.length() - "hh:mm:ss ".length();
    var text = Elided.of(EvidenceText.of(incident, line), room);
    return INDENT + timeOfDay(line.at()) + " " + text + "\n";
  }

  private static String head(Send send) {
    return "%-8s %s  "
        .formatted(send.action().name().toLowerCase(Locale.ROOT), timeOfDay(send.at()));
  }

  private static String timeOfDay(Instant instant) {
    var text = instant.toString(); // a year may have more than four digits
    int time = text.indexOf('T') + 1;
    return text.substring(time, time + 8);
  }
}
