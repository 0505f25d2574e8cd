package dev.tunnelwatch.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test of the proof's judge: a site that is lost and back, and one that is degraded. */
class PageVerdictTest {
  private static final String LOST =
      """
      {"id":"lost-1","cause":"peer_unreachable","gateways":["a"],"sites":["paris"],"page":true,
       "startedAt":"2026-03-02T06:00:00Z","endedAt":"2026-03-02T07:00:00Z"}"""
          .replace("\n", "");
  private static final String DEGRADED =
      LOST.replace("lost-1", "degraded-1")
          .replace("paris", "lyon")
          .replace("true", "false")
          .replace("\"2026-03-02T07:00:00Z\"", "null");
  private static final List<String> INCIDENTS =
      List.of(incident("0a", "paris"), incident("0b", "lyon"));

  private static final Instant BACK = Instant.parse("2026-03-02T07:00:00Z");

  private static final PageVerdict.Came PAGE = came("page", true, "0a");
  private static final PageVerdict.Came OVER = over(Duration.ofSeconds(150));
  private static final PageVerdict.Came NOTE = came("notify", true, "0b");

  @Test
  void onePageAndItsEndAreRight() throws Exception {
    assertThat(verdict(LOST + '\n' + DEGRADED, PAGE, NOTE, OVER))
        .isEqualTo(new PageVerdict(1, 1, 0, 1, List.of()));
  }

  @Test
  void whoIsMissingFalseDoubleOrNotOverIsNamed() throws Exception {
    assertThat(wrong(NOTE)).singleElement().asString().startsWith("missing: a page of lost-1");
    assertThat(wrong(PAGE, OVER, came("page", true, "0b")))
        .singleElement()
        .asString()
        .matches("false: .*key-0b.* of degraded-1.*");
    assertThat(wrong(PAGE, OVER, came("page", true, "")))
        .singleElement()
        .asString()
        .matches("false: .* of no fault");
    assertThat(wrong(PAGE, PAGE, OVER)).hasSize(2).allMatch(line -> line.startsWith("double: "));
    assertThat(wrong(PAGE)).singleElement().asString().startsWith("not over: ");
    assertThat(wrong(PAGE, OVER, OVER)).singleElement().asString().contains("more than once");
    assertThat(wrong(OVER, PAGE)).singleElement().asString().startsWith("over before it began: ");
  }

  @Test
  void whatGoesOnMustNotBeCalledOver() throws Exception {
    var goesOn = LOST.replace("\"2026-03-02T07:00:00Z\"", "null");

    assertThat(verdict(goesOn, PAGE).wrong()).isEmpty();
    assertThat(verdict(goesOn, PAGE, OVER).wrong())
        .singleElement()
        .asString()
        .startsWith("over though it is not: ");
  }

  @Test
  void endHasToBeNearTheReturnAsRule38HasIt() throws Exception {
    assertThat(wrong(PAGE, over(Duration.ofSeconds(-1))))
        .singleElement()
        .asString()
        .matches("over too soon: .* of lost-1, .*");
    assertThat(wrong(PAGE, over(Duration.ofMinutes(10)))).isEmpty();
    assertThat(wrong(PAGE, over(Duration.ofMinutes(11))))
        .singleElement()
        .asString()
        .startsWith("over after 2026-03-02T07:10:00Z: ");
  }

  /** Its penalty is 1933 right after the second loss, and 750 again 13 min 40 s later. */
  @Test
  void whatWasLostTwiceOfLateMayGoOnUntilItsPenaltyIsForgotten() throws Exception {
    var twice = withLosses("2026-03-02T06:58:00Z", "2026-03-02T06:59:00Z");

    assertThat(verdict(twice, PAGE, over(Duration.ofMinutes(22))).wrong()).isEmpty();
    assertThat(verdict(twice, PAGE, over(Duration.ofMinutes(23))).wrong()).hasSize(1);
  }

  @Test
  void onePeerThatTwoInstancesLoseTogetherIsLostOnce() throws Exception {
    var together = withLosses("2026-03-02T06:58:00Z", "2026-03-02T06:58:02Z");

    assertThat(verdict(together, PAGE, over(Duration.ofMinutes(12))).wrong()).isEmpty();
    assertThat(verdict(together, PAGE, over(Duration.ofMinutes(13))).wrong()).hasSize(1);
  }

  @Test
  void whereNoLineTellsOfTheEndNobodyKnowsHowLateItMayBe() throws Exception {
    var unheard = LOST.replace("}", ",\"recoveryLost\":true}");

    assertThat(verdict(unheard, PAGE, over(Duration.ofHours(1))).wrong()).isEmpty();
    assertThat(verdict(unheard, PAGE).wrong()).singleElement().asString().startsWith("not over: ");
  }

  private static String withLosses(String one, String two) {
    return LOST.replace("}", ",\"evidence\":[" + tunnelLost(one) + ',' + tunnelLost(two) + "]}");
  }

  private static String tunnelLost(String at) {
    return """
    {"at":"%s","gateway":"a","category":"TunnelDiagnosticLog","operationName":"TunnelDisconnected",
     "text":"Disconnected 203.0.113.14"}"""
        .formatted(at)
        .replace("\n", "");
  }

  private static String incident(String id, String site) {
    return """
    {"id":"%s","revision":1,"cause":"peer_unreachable","gateways":["a"],"sites":["%s"],
     "startedAt":"2026-03-02T06:00:00Z"}"""
        .formatted(id, site)
        .replace("\n", "");
  }

  private static PageVerdict.Came came(String tier, boolean firing, String incident) {
    var at = Instant.parse("2026-03-02T06:02:00Z");
    return new PageVerdict.Came(at, "key-" + incident, tier, firing, incident, "title");
  }

  private static PageVerdict.Came over(Duration after) {
    return new PageVerdict.Came(BACK.plus(after), "key-0a", "page", false, "0a", "title");
  }

  private static PageVerdict verdict(String labels, PageVerdict.Came... came) throws IOException {
    return PageVerdict.of(labels.lines().toList(), INCIDENTS, Arrays.asList(came));
  }

  private static List<String> wrong(PageVerdict.Came... came) throws IOException {
    return verdict(LOST + '\n' + DEGRADED, came).wrong();
  }
}
