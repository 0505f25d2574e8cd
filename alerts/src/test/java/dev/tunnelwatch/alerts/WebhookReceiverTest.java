package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.records.IncidentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookReceiverTest {
  private static final String SECRET = "sixteen bytes or more";
  private static final CloudEventJson EVENTS =
      new CloudEventJson("/tunnelwatch/tw.", Links.NONE, Purpose.INCIDENT);

  @TempDir Path directory;

  private Hook hook;

  @BeforeEach
  void start() throws IOException {
    hook = Hook.start();
  }

  @AfterEach
  void stop() {
    hook.close();
  }

  @Test
  void eventIsACloudEventThatHoldsTheIncidentAsPublished() throws Exception {
    deliver(page(parisUnreachable()), Optional.empty());

    var event = event();
    assertThat(fields(event))
        .containsExactly(
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("id").asText()).isEqualTo("0123456789abcdef/0123456789abcdef/1/page");
    assertThat(event.path("source").asText()).isEqualTo("/tunnelwatch/tw.");
    assertThat(event.path("type").asText()).isEqualTo("dev.tunnelwatch.page");
    assertThat(event.path("subject").asText()).isEqualTo("0123456789abcdef");
    assertThat(event.path("time").asText()).isEqualTo("2026-03-02T10:00:00Z");
    var data = event.path("data");
    assertThat(fields(data))
        .containsExactly("action", "tier", "firing", "title", "labels", "when", "incident");
    assertThat(data.path("labels").toString())
        .isEqualTo("{\"gateway\":\"gw-weu\",\"site\":\"paris\",\"scope\":\"gateway\"}");
    assertThat(data.path("incident"))
        .isEqualTo(new JsonMapper().readTree(IncidentJson.write(parisUnreachable())));
    assertThat(hook.taken().getFirst().headers())
        .containsEntry("Content-type", List.of("application/cloudevents+json; charset=utf-8"))
        .containsEntry("Idempotency-key", List.of("0123456789abcdef"))
        .containsEntry("Tunnelwatch-revision", List.of("1"))
        .containsEntry("Tunnelwatch-timestamp", List.of("1772445600"))
        .doesNotContainKey("Tunnelwatch-signature");
  }

  /** Whoever gets the one or the other way is led to the same places, in the same words. */
  @Test
  void eventHasTheLinksAndTheTimesThatAlertmanagerGets() throws Exception {
    var page = page(parisUnreachable());
    var annotations = new Annotations(AnnotationsTest.LINKS, Purpose.INCIDENT).of(page);

    var data = data(AnnotationsTest.LINKS, Purpose.INCIDENT, page);

    assertThat(fields(data.path("links"))).containsExactly("timeline", "dashboard", "runbook");
    assertThat(annotations)
        .containsEntry("timeline", data.at("/links/timeline").asText())
        .containsEntry("dashboard", data.at("/links/dashboard").asText())
        .containsEntry("runbook_url", data.at("/links/runbook").asText())
        .containsEntry("when", data.path("when").asText());
    assertThat(data.path("when").asText()).contains("11:02:11 Europe/Paris");
  }

  @Test
  void linkThatIsNotConfiguredIsNotThereAndATestHasNoRunbook() throws Exception {
    var page = page(parisUnreachable());
    var onlyRunbooks =
        new Links(
            Optional.empty(), Optional.empty(), AnnotationsTest.LINKS.runbooks(), Optional.empty());

    assertThat(data(Links.NONE, Purpose.INCIDENT, page).has("links")).isFalse();
    assertThat(fields(data(onlyRunbooks, Purpose.INCIDENT, page).path("links")))
        .containsExactly("runbook");
    assertThat(data(onlyRunbooks, Purpose.TEST, page).has("links")).isFalse();
  }

  private static JsonNode data(Links links, Purpose purpose, Send send) throws IOException {
    var events = new CloudEventJson("/tunnelwatch/tw.", links, purpose);
    return new JsonMapper().readTree(events.write(send)).path("data");
  }

  @Test
  void signatureIsOfTimestampAndBodyAsRfc2104Says() throws Exception {
    deliver(page(parisUnreachable("tīme øut 時")), Optional.of(key(SECRET + "\n")));

    var taken = hook.taken().getFirst();
    var timestamp = taken.headers().getFirst("Tunnelwatch-Timestamp");
    var signed = joined((timestamp + '.').getBytes(StandardCharsets.UTF_8), taken.body());
    assertThat(taken.headers().getFirst("Tunnelwatch-Signature"))
        .isEqualTo(
            "v1="
                + HexFormat.of().formatHex(hmac(SECRET.getBytes(StandardCharsets.UTF_8), signed)));
  }

  @Test
  void keyIsReadWithoutItsLineEndAndRefusedWhenShort() throws Exception {
    var body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(key(SECRET + "\r\n").sign("1", body)).isEqualTo(key(SECRET).sign("1", body));
    assertThat(key(SECRET)).asString().doesNotContain("sixteen");
    assertThatThrownBy(() -> key("fifteen bytes..\n"))
        .hasMessage("key: expected 16 to 4096 bytes, got 15");
    assertThatThrownBy(() -> key("x".repeat(4_097)))
        .hasMessage("key: expected 16 to 4096 bytes, got more");
  }

  /** Revisions of two incidents count alike, and a key moves from one to the other. */
  @Test
  void idIsOfOneTellingAndTheSameWhenItIsToldAgain() throws Exception {
    var paris = parisUnreachable();
    var heir = Revised.named("fedcba9876543210", paris);
    var labels = Labels.of(paris);
    var first = page(paris);

    assertThat(
            Stream.of(first, first, page(recovered(paris, TEN.plusSeconds(300))), moved(heir))
                .map(WebhookReceiverTest::id))
        .containsExactly(
            "0123456789abcdef/0123456789abcdef/1/page",
            "0123456789abcdef/0123456789abcdef/1/page",
            "0123456789abcdef/0123456789abcdef/2/page",
            "0123456789abcdef/fedcba9876543210/1/update");
    assertThat(labels.pageKey()).isEqualTo("0123456789abcdef");
  }

  @Test
  void summaryStaysOfASizeThatReceiversTake() throws Exception {
    var healed = Collections.nCopies(5_000, parisUnreachable());
    var send =
        new Send(
            TEN, Labels.ofSummary(parisUnreachable()), Tier.NOTIFY, Send.Action.SUMMARY, healed);

    deliver(send, Optional.empty());

    var data = event().path("data");
    assertThat(event().path("type").asText()).isEqualTo("dev.tunnelwatch.summary");
    assertThat(data.path("total").asInt()).isEqualTo(5_000);
    assertThat(data.path("incidents")).hasSize(CloudEventJson.MAX_INCIDENTS);
    assertThat(data.has("incident")).isFalse();
  }

  /** The address may be all that keeps strangers out. */
  @Test
  void nothingThatIsSaidOfAReceiverHoldsItsPathOrQuery() throws Exception {
    hook.answers(_ -> 503);
    try (var receiver = new WebhookReceiver(hook.address(), Optional.empty(), EVENTS)) {
      var outcome = receiver.deliver(page(parisUnreachable()), TEN, TEN);

      assertThat(outcome.toString()).contains("127.0.0.1", "503").doesNotContain("hook", "secret");
      assertThat(receiver.name()).matches("webhook-127\\.0\\.0\\.1-[0-9a-f]{8}");
    }
  }

  @Test
  void idThatIsNotOursBreaksNoHeader() throws Exception {
    deliver(page(Revised.named("a\r\nX-Evil: 1", parisUnreachable())), Optional.empty());

    assertThat(hook.taken().getFirst().headers())
        .containsEntry("Idempotency-key", List.of("a__X-Evil__1"))
        .doesNotContainKey("X-evil");
  }

  private WebhookKey key(String content) throws IOException {
    return WebhookKey.read(Files.writeString(directory.resolve("key"), content));
  }

  private void deliver(Send send, Optional<WebhookKey> key) {
    try (var receiver = new WebhookReceiver(hook.address(), key, EVENTS)) {
      assertThat(receiver.deliver(send, TEN, TEN)).isEqualTo(new Receiver.Outcome.Delivered());
    }
  }

  private JsonNode event() throws IOException {
    return new JsonMapper().readTree(hook.taken().getLast().body());
  }

  private static String id(Send send) {
    try {
      return new JsonMapper().readTree(EVENTS.write(send)).path("id").asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> fields(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static Send page(Incident incident) {
    return new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));
  }

  private static Send moved(Incident heir) {
    return new Send(
        TEN, Labels.of(parisUnreachable()), Tier.PAGE, Send.Action.UPDATE, List.of(heir));
  }

  /** Written out, so that it does not rest on what it proves: two hashes around two pads. */
  private static byte[] hmac(byte[] key, byte[] text) throws Exception {
    var inner = padded(key, 0x36);
    var outer = padded(key, 0x5c);
    var hash = MessageDigest.getInstance("SHA-256");
    var first = hash.digest(joined(inner, text));
    return hash.digest(joined(outer, first));
  }

  private static byte[] padded(byte[] key, int pad) {
    var block = Arrays.copyOf(key, 64);
    for (int i = 0; i < block.length; i++) {
      block[i] ^= (byte) pad;
    }
    return block;
  }

  private static byte[] joined(byte[] one, byte[] two) {
    var both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
