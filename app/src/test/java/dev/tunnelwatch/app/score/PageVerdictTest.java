package dev.tunnelwatch.app.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

  private static final PageVerdict.Came PAGE = came("page", true, "0a");
  private static final PageVerdict.Came OVER = came("page", false, "0a");
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

  private static PageVerdict verdict(String labels, PageVerdict.Came... came) throws IOException {
    return PageVerdict.of(labels.lines().toList(), INCIDENTS, Arrays.asList(came));
  }

  private static List<String> wrong(PageVerdict.Came... came) throws IOException {
    return verdict(LOST + '\n' + DEGRADED, came).wrong();
  }
}
