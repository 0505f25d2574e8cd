package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnnotationsTest {
  static final Links LINKS =
      new Links(
          Optional.of(URI.create("https://timeline.example/")),
          Optional.of(URI.create("https://grafana.example/d/tunnelwatch-gateway?orgId=1")),
          Optional.of(URI.create("https://git.example/docs/runbooks")),
          Optional.of(ZoneId.of("Europe/Paris")));

  @Test
  void nameOfEachIsPublic() {
    assertThat(of(LINKS, parisUnreachable()).keySet())
        .containsExactly(
            "summary",
            "incident_id",
            "description",
            "cause",
            "severity",
            "since",
            "until",
            "when",
            "evidence",
            "ruled_out",
            "flags",
            "runbook",
            "runbook_url",
            "dashboard",
            "timeline",
            "revision");
  }

  /** A template has to know whether "over" would be true. */
  @Test
  void endSaysWhetherItIsOverOrWhetherTheSummaryTellsHowItEnds() {
    var open = parisUnreachable();
    var over = recovered(open, TEN.plusSeconds(600));

    assertThat(of(Links.NONE, open)).doesNotContainKey("end");
    assertThat(ended(Send.Action.RESOLVE, over)).containsEntry("end", "over");
    assertThat(ended(Send.Action.TELL, over)).containsEntry("end", "over");
    assertThat(ended(Send.Action.RESOLVE, open)).containsEntry("end", "told");
    assertThat(ended(Send.Action.RESOLVE, Revised.mergedInto("fedcba9876543210", over)))
        .containsEntry("end", "told");
    assertThat(ended(Send.Action.SUMMARY, over)).containsEntry("end", "told");
  }

  private static Map<String, String> ended(Send.Action action, Incident incident) {
    return new Annotations(LINKS, Purpose.INCIDENT)
        .of(new Send(TEN, Labels.of(incident), Tier.PAGE, action, List.of(incident)));
  }

  /** Labels have the page key, which may have a sign more and stay behind. */
  @Test
  void incidentIdIsWhatTheOperatorCommandAsksFor() {
    var again = Labels.again(Labels.of(parisUnreachable()));
    var send = new Send(TEN, again, Tier.PAGE, Send.Action.PAGE, List.of(parisUnreachable()));

    assertThat(new Annotations(Links.NONE, Purpose.INCIDENT).of(send))
        .containsEntry("incident_id", "0123456789abcdef");
  }

  @Test
  void timesAreOfUtcAndOfTheConfiguredZone() {
    var over = recovered(parisUnreachable(), Instant.parse("2026-03-29T01:30:00Z"));

    assertThat(of(Links.NONE, over))
        .containsEntry(
            "when", "fault began 2026-03-02 10:02:11 UTC, ended 2026-03-29 01:30:00 UTC");
    assertThat(of(LINKS, over))
        .containsEntry(
            "when",
            "fault began 2026-03-02 10:02:11 UTC (2026-03-02 11:02:11 Europe/Paris, +01:00), ended"
                + " 2026-03-29 01:30:00 UTC (2026-03-29 03:30:00 Europe/Paris, +02:00)");
  }

  @ParameterizedTest
  @EnumSource(Flag.class)
  void flagIsASentence(Flag flag) {
    assertThat(of(Links.NONE, flagged(Set.of(flag)))).containsEntry("flags", flag.sentence());
  }

  @Test
  void linksLeadToTheIncidentItsGatewayAndItsCause() {
    assertThat(of(LINKS, parisUnreachable()))
        .containsEntry("timeline", "https://timeline.example/#0123456789abcdef")
        .containsEntry(
            "dashboard",
            "https://grafana.example/d/tunnelwatch-gateway?orgId=1&var-gateway=gw-weu%7Ede0beb2f")
        .containsEntry("runbook", "docs/runbooks/peer_unreachable.md")
        .containsEntry("runbook_url", "https://git.example/docs/runbooks/peer_unreachable.md");
    assertThat(of(Links.NONE, parisUnreachable()))
        .doesNotContainKeys("timeline", "dashboard", "runbook_url");
  }

  /** Only then its series bear its name alone. */
  @Test
  void dashboardIsThatOfTheNameWhereTheInventoryHasIt() {
    var i = parisUnreachable();

    assertThat(of(LINKS, copy(i, Optional.of("5f1c"), i.proof(), i.flags())))
        .containsEntry(
            "dashboard",
            "https://grafana.example/d/tunnelwatch-gateway?orgId=1&var-gateway=gw-weu");
  }

  @Test
  void testLeadsToNoRunbookSinceItHasNoCause() {
    var incident = parisUnreachable();
    var send = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));

    assertThat(new Annotations(LINKS, Purpose.TEST).of(send))
        .doesNotContainKeys("runbook", "runbook_url")
        .containsKeys("timeline", "dashboard");
  }

  @Test
  void nothingOfALineIsActiveInAnyTextOrLabel() {
    var hostile =
        parisUnreachable("<!channel> <http://e|x> [a](http://e) <img src=x> @here {{ .x }}\n- b");
    var send = new Send(TEN, Labels.of(hostile), Tier.PAGE, Send.Action.NOTIFY, List.of(hostile));

    assertThat(of(Links.NONE, hostile).values())
        .allSatisfy(text -> assertThat(text).doesNotContain("<", ">", "@", "](", "//", "{{"));
    assertThat(written(send)).doesNotContain("<", "](", "{{", "//");
  }

  @Test
  void nameOfASiteIsInertInLabelsAndTheSameAtItsEnd() {
    var labels = new SentAlert.Labels("k", "gw", "<!here>", "site");
    var incidents = List.of(parisUnreachable());

    assertThat(written(new Send(TEN, labels, Tier.PAGE, Send.Action.PAGE, incidents)))
        .contains("\"site\":\"‹!here›\"");
    assertThat(written(new Send(TEN, labels, Tier.PAGE, Send.Action.RESOLVE, incidents)))
        .contains("\"site\":\"‹!here›\"");
  }

  private static String written(Send send) {
    return new AlertmanagerJson(Links.NONE, Purpose.INCIDENT)
        .write(List.of(new Receiver.Saying(send, TEN)), TEN);
  }

  @Test
  void notificationIsBoundedWhateverItTells() {
    var words = "long words ".repeat(10_000);
    var incident = withLines(Collections.nCopies(500, words), parisUnreachable(words));

    assertThat(total(of(LINKS, incident))).isLessThan(10_000);

    var summary =
        new Send(
            TEN,
            Labels.ofSummary(parisUnreachable()),
            Tier.NOTIFY,
            Send.Action.SUMMARY,
            Collections.nCopies(5_000, incident));
    assertThat(total(new Annotations(LINKS, Purpose.INCIDENT).of(summary))).isLessThan(10_000);
    assertThat(new Annotations(LINKS, Purpose.INCIDENT).of(summary).get("description"))
        .endsWith("\nand 4980 more");
  }

  private static int total(Map<String, String> annotations) {
    return annotations.values().stream().collect(Collectors.summingInt(String::length));
  }

  private static Map<String, String> of(Links links, Incident incident) {
    var labels = Labels.of(incident);
    return new Annotations(links, Purpose.INCIDENT)
        .of(new Send(TEN, labels, Tier.PAGE, Send.Action.UPDATE, List.of(incident)));
  }

  private static Incident flagged(Set<Flag> flags) {
    var i = parisUnreachable();
    return copy(i, i.proof(), flags);
  }

  private static Incident withLines(List<String> texts, Incident i) {
    var line = i.proof().evidence().getFirst();
    var lines =
        texts.stream()
            .map(
                text ->
                    new Evidence(
                        line.at(),
                        line.enqueuedAt(),
                        line.category(),
                        line.operationName(),
                        text,
                        line.source(),
                        line.digest()))
            .toList();
    var words = texts.getFirst();
    var others =
        Arrays.stream(Cause.values()).map(c -> new Incident.RejectedCause(c, words)).toList();
    return copy(i, new Incident.Proof(lines, lines.size(), others), EnumSet.allOf(Flag.class));
  }

  private static Incident copy(Incident i, Incident.Proof proof, Set<Flag> flags) {
    return copy(i, i.inventory(), proof, flags);
  }

  private static Incident copy(
      Incident i, Optional<String> inventory, Incident.Proof proof, Set<Flag> flags) {
    return new Incident(
        i.id(),
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        i.span(),
        i.scope(),
        i.redundancy(),
        i.conditions(),
        proof,
        i.lineage(),
        inventory,
        flags);
  }
}
