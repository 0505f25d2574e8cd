package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Tier;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whoever can write to a log, an inventory or a topic may try, in every field at once. */
class HostileTextsTest {
  private static final Instant FIRST_WORD = Instant.EPOCH;
  private static final Instant LAST_WORD = Instant.parse("9998-12-31T23:59:59Z");
  private static final String MARKUP =
      "<!channel> <@U024BE7LH> <https://evil.example|Azure> &lt;!here&gt; @everyone"
          + " [Azure](https://evil.example) ![x](//evil.example/p.png) [y]: evil [z][y] ```"
          + " <img src=//e onerror=a()> {{ .CommonLabels }} {{ template \"x\" . }}"
          + " \u001b[2J\u001b]0;title\u0007 \u009b31m \r\n\n\u2028\u2029\u0085"
          + " \u202e\u2066\u200b\u200d\u2060\ufeff\u00ad\ud800 \u0000\t \" \\ ' --";

  private static final String LONG = (MARKUP + " ").repeat(1_000_000 / MARKUP.length() + 1);

  /** What a calendar has no year for, or a year of more digits, or none. */
  private static final List<Instant> EXTREMES =
      List.of(
          Instant.MIN,
          Instant.parse("-0044-03-15T12:00:00Z"),
          Instant.EPOCH,
          Instant.parse("9999-12-31T23:59:59.999999999Z"),
          Instant.parse("+10000-01-01T00:00:00Z"),
          Instant.MAX);

  private static final Links LINKS =
      new Links(
          Optional.of(URI.create("https://t.example")),
          Optional.of(URI.create("https://g.example/d/x?orgId=1")),
          Optional.of(URI.create("https://r.example")),
          Optional.of(ZoneId.of("Europe/Paris")));

  private static final String[] ACTIVE = {
    "<", ">", "&", "@", "`", "](", "][", "]:", "{{", "\u001b", "\u009b", "\u0007", "\r", "\u2028",
    "\u2029", "\u0085", "\u202e", "\u2066", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad",
    "\u0000", "\t", "\ud800"
  };

  @Test
  void itComesIntoEveryFieldThatHasNoFormOfItsOwn() {
    var hostile = new Hostile(MARKUP);
    hostile.in(incident());
    hostile.in(standing());

    assertThat(hostile.told())
        .contains(
            "Incident.id",
            "Wording.title",
            "Wording.explanation",
            "Evidence.text",
            "Evidence.operationName",
            "RejectedCause.because",
            "Condition.entity",
            "Redundancy.site",
            "GatewayId.resourceId",
            "OperatorAction.who");
    assertThat(hostile.refused())
        .containsExactlyInAnyOrder("IpAddress.text", "OperatorAction.incident");
  }

  @ParameterizedTest
  @EnumSource
  void alertmanagerGetsNothingThatActs(Send.Action action) throws Exception {
    for (var text : List.of(MARKUP, LONG)) {
      var json = new AlertmanagerJson(LINKS, Purpose.INCIDENT);
      var body = json.write(List.of(new Receiver.Saying(send(action, text), TEN)), TEN);

      for (var alert : new JsonMapper().readTree(body)) {
        alert.path("labels").forEach(HostileTextsTest::isInert);
        int length = 0;
        for (var annotation : alert.path("annotations").properties()) {
          length += annotation.getValue().asText().length();
          if (List.of("timeline", "dashboard", "runbook_url").contains(annotation.getKey())) {
            isAddress(annotation.getValue());
          } else {
            isInert(annotation.getValue());
          }
        }
        assertThat(length).isLessThan(10_000);
        isAddress(alert.path("generatorURL"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void webhookGetsOneEventWhoseTextsForPeopleDoNothing(Send.Action action) throws Exception {
    for (var text : List.of(MARKUP, LONG)) {
      var send = send(action, text);
      var event =
          new JsonMapper()
              .readTree(
                  new CloudEventJson("/tunnelwatch/tw.", LINKS, Purpose.INCIDENT).write(send));
      var data = event.path("data");

      isInert(event.path("subject"));
      isInert(event.path("id"));
      isInert(data.path("title"));
      assertThat(data.path("title").asText().length()).isLessThanOrEqualTo(300);
      data.path("labels").forEach(HostileTextsTest::isInert);
      data.path("links").forEach(HostileTextsTest::isAddress);
      for (var said : List.of("acknowledged", "expected", "closed")) {
        isInert(data.path(said).path("by"));
      }
      try (var hook = Hook.start();
          var receiver =
              new WebhookReceiver(
                  hook.address(),
                  Optional.empty(),
                  new CloudEventJson("/tunnelwatch/tw.", LINKS, Purpose.INCIDENT))) {
        assertThat(receiver.deliver(send, TEN, TEN)).isInstanceOf(Receiver.Outcome.Delivered.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void terminalIsSteeredByNothingAndNotFlooded(Send.Action action) {
    for (var text : List.of(MARKUP, LONG)) {
      var shown = TerminalText.of(send(action, text));

      assertThat(shown.chars().filter(c -> c != '\n').filter(Character::isISOControl)).isEmpty();
      assertThat(shown)
          .doesNotContain("\u2028", "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800");
      assertThat(shown.length()).isLessThan(10_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noTimeIsSoFarOffThatItCannotBeTold(Send.Action action) throws Exception {
    for (var time : EXTREMES) {
      var hostile = new Hostile("text", _ -> time);
      var incident = hostile.in(incident());
      var standing = standing(time);
      assertThat(incident.span().startedAt()).isEqualTo(time);
      assertThat(incident.proof().evidence()).allMatch(line -> line.at().equals(time));
      var all = Collections.nCopies(action == Send.Action.SUMMARY ? 3 : 1, incident);
      var send = new Send(time, Labels.of(incident), Tier.PAGE, action, all, standing, standing);

      var alerts =
          new AlertmanagerJson(LINKS, Purpose.INCIDENT)
              .write(List.of(new Receiver.Saying(send, TEN)), TEN);
      var event = new CloudEventJson("/tunnelwatch/tw.", LINKS, Purpose.INCIDENT).write(send);

      if (action != Send.Action.SUMMARY) {
        var when = "fault began \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC \\(\\d{4}-.*";
        assertThat(new JsonMapper().readTree(alerts).get(0).at("/annotations/when").asText())
            .matches(when);
        assertThat(new JsonMapper().readTree(event).at("/data/when").asText()).matches(when);
      }
      assertThat(TerminalText.of(send).lines().findFirst().orElseThrow())
          .matches("[a-z]+ +\\d\\d:\\d\\d:\\d\\d  .*");
    }
  }

  private static void isInert(JsonNode value) {
    assertThat(value.asText()).doesNotContain(ACTIVE).doesNotContain("//");
  }

  private static void isAddress(JsonNode link) {
    assertThat(link.asText()).matches("https://[tgr]\\.example[\\x21-\\x7e&&[^<>\"'`{}\\[\\]]]*");
    assertThat(link.asText().length()).isLessThanOrEqualTo(2_000);
  }

  private static Send send(Send.Action action, String text) {
    var hostile = new Hostile(text);
    var incident = hostile.in(incident());
    var all = Collections.nCopies(action == Send.Action.SUMMARY ? 3 : 1, incident);
    var tier = action == Send.Action.NOTIFY ? Tier.NOTIFY : Tier.PAGE;
    return new Send(
        TEN,
        Labels.of(incident),
        tier,
        action,
        all,
        hostile.in(standing()),
        hostile.in(standing()));
  }

  /** With as much of everything as is told: what is not there cannot be hostile. */
  private static Incident incident() {
    var one = parisUnreachable();
    var proof = one.proof();
    return new Incident(
        one.id(),
        one.revision(),
        one.state(),
        one.judgement(),
        one.wording(),
        one.span(),
        one.scope(),
        one.redundancy(),
        one.conditions(),
        new Incident.Proof(
            Collections.nCopies(9, proof.evidence().getFirst()),
            9,
            Collections.nCopies(9, proof.rejectedCauses().getFirst())),
        new Incident.Lineage(List.of("f"), Optional.empty()),
        Optional.of("inventory"),
        one.flags());
  }

  private static Standing standing() {
    return standing(TEN);
  }

  private static Standing standing(Instant at) {
    var words = new ArrayList<Standing>();
    // Nobody's word is of another time: such a record is refused.
    var said = at.isBefore(FIRST_WORD) ? FIRST_WORD : at.isAfter(LAST_WORD) ? LAST_WORD : at;
    var until = new Deed.ExpectUntil(said.plus(OperatorAction.LONGEST_EXPECTED));
    words.add(Standing.of(new Standing.Said(0, word(until, said))));
    for (var deed : List.of(new Deed.Acknowledge(), new Deed.Close())) {
      words.add(Standing.of(new Standing.Said(words.size(), word(deed, said))));
    }
    return words.stream().reduce(Standing.NONE, Standing::and);
  }

  private static OperatorAction word(Deed deed, Instant at) {
    return new OperatorAction("0123456789abcdef", "anna", at, Seen.of(incident()), deed);
  }
}
