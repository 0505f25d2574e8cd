package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a human reads of an alert, and no router: texts that do nothing wherever they are shown, and
 * all of bounded length.
 */
final class Annotations {

  /** In code points, as the others. */
  static final int LONGEST_TITLE = 300;

  static final int LONGEST_TEXT = 2_000;
  static final int LONGEST_ID = 100;
  static final int LONGEST_REASON = 300;
  static final int MAX_RULED_OUT = 8;
  static final int MAX_HEALED = 20;

  private static final String SUMMARY = "summary";
  private static final String END = "end";

  /** The summary tells how it ends. */
  private static final String TOLD = "told";

  private final Links links;
  private final Purpose purpose;
  private final SpokenTime time;

  Annotations(Links links, Purpose purpose) {
    this.links = links;
    this.purpose = purpose;
    this.time = new SpokenTime(links.zone());
  }

  /** In the order in which a template that lists them all should show them. */
  Map<String, String> of(Send send) {
    return send.action() == Send.Action.SUMMARY ? ofSummary(send) : ofIncident(send);
  }

  private static Map<String, String> ofSummary(Send send) {
    var healed =
        send.incidents().stream()
            .limit(MAX_HEALED)
            .map(i -> shown(i.wording().title(), LONGEST_TITLE));
    int more = send.incidents().size() - MAX_HEALED;
    var rest = more > 0 ? Stream.of("and " + more + " more") : Stream.<String>empty();
    return Map.of(
        SUMMARY,
        shown(send.title(), LONGEST_TITLE),
        END,
        TOLD,
        "description",
        Stream.concat(healed, rest).collect(Collectors.joining("\n")));
  }

  /** Of a notification that ends since somebody is woken of the same under its key. */
  static Map<String, String> raised(Map<String, String> page) {
    var texts = new LinkedHashMap<>(page);
    texts.computeIfPresent(
        SUMMARY, (_, title) -> Elided.of("goes on as a page: " + title, LONGEST_TITLE));
    texts.put(END, TOLD);
    return texts;
  }

  /**
   * How the alert ends, for a template: {@code over}, or the summary tells how. Nothing of what
   * fires: if Alertmanager lets that end, nobody knows whether it is over.
   */
  private static Optional<String> end(Send send) {
    return switch (send.action()) {
      case PAGE, NOTIFY, UPDATE -> Optional.empty();
      case SUMMARY -> Optional.of(TOLD);
      case TELL, RESOLVE -> Optional.of(send.endsPlainly() ? "over" : TOLD);
    };
  }

  private Map<String, String> ofIncident(Send send) {
    var incident = send.incident();
    var judgement = incident.judgement();
    var texts = new LinkedHashMap<String, String>();
    texts.put(SUMMARY, shown(send.title(), LONGEST_TITLE));
    end(send).ifPresent(end -> texts.put(END, end));
    texts.put("incident_id", shown(incident.id(), LONGEST_ID));
    texts.put("description", shown(incident.wording().explanation(), LONGEST_TEXT));
    texts.put("cause", judgement.cause().word());
    texts.put("severity", judgement.severity().name().toLowerCase(Locale.ROOT));
    texts.put("since", incident.span().startedAt().toString());
    texts.put("until", incident.span().endedAt().map(Instant::toString).orElse(""));
    texts.put("when", time.of(incident.span()));
    texts.put("evidence", EvidenceText.of(incident));
    texts.put("ruled_out", ruledOut(incident));
    texts.put("flags", joined(incident.flags().stream().sorted(), Flag::sentence));
    said(send.standing(), texts);
    var explained = purpose.causeOf(incident);
    explained.ifPresent(cause -> texts.put("runbook", cause.runbook()));
    explained.flatMap(links::runbookOf).ifPresent(link -> texts.put("runbook_url", link));
    links.dashboardOf(incident).ifPresent(link -> texts.put("dashboard", link));
    links.timelineOf(incident).ifPresent(link -> texts.put("timeline", link));
    texts.put("revision", String.valueOf(incident.revision()));
    return texts;
  }

  /** What people said of it: nothing is there while nobody has. */
  private void said(Standing standing, Map<String, String> texts) {
    standing.acknowledged().ifPresent(said -> texts.put("acknowledged_by", by(said)));
    standing
        .expected()
        .ifPresent(
            said ->
                texts.put(
                    "expected_until",
                    said.until().map(time::of).orElse("") + ", said by " + by(said)));
    standing.closed().ifPresent(said -> texts.put("closed_by", by(said)));
  }

  private String by(Standing.Said said) {
    return shown(said.action().who(), LONGEST_REASON) + ", " + time.of(said.action().at());
  }

  private static String ruledOut(Incident incident) {
    return joined(
        incident.proof().rejectedCauses().stream().limit(MAX_RULED_OUT),
        other -> other.cause().word() + ": " + shown(other.because(), LONGEST_REASON));
  }

  private static <T> String joined(Stream<T> parts, Function<T, String> text) {
    return parts.map(text).collect(Collectors.joining("\n"));
  }

  private static String shown(String text, int room) {
    return Elided.of(MarkupText.inert(text), room);
  }
}
