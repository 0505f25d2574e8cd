package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code score}, on files as others may write them. */
class ScoreTest {
  private static final String PARIS = "203.0.113.7";
  private static final String TOKYO = "203.0.113.9";

  @TempDir Path directory;

  @Test
  void oneIncidentPerFaultWithItsCauseIsAllRight() throws IOException {
    var score =
        score(
            List.of(label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", "")),
            List.of(incident("i1", "peer_unreachable", PARIS, "10:00:30", "10:20:10")));

    assertThat(score.at("/found/f1").asDouble()).isEqualTo(1);
    assertThat(score.at("/found/fragmentsPerFault").asDouble()).isEqualTo(1);
    assertThat(score.at("/judged/cause/right").asInt()).isEqualTo(1);
    assertThat(score.at("/judged/onsetSeconds/median").asDouble()).isEqualTo(30);
    assertThat(score.at("/judged/endSeconds/median").asDouble()).isEqualTo(10);
    assertThat(score.at("/faults/0/wrong")).isEmpty();
  }

  @Test
  void whatIsNoLabelIsNamedInWordsAlone() throws IOException {
    var labels = Files.writeString(directory.resolve("labels"), "no label\n");
    var incidents = Files.writeString(directory.resolve("incidents"), "");

    var run = Run.of("score", "--labels", labels.toString(), "--incidents", incidents.toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "tunnelwatch: "
                + labels
                + " line 1: expected a JSON object, got what is not JSON"
                + System.lineSeparator());
  }

  @Test
  void secondIncidentOfAFaultIsAFragmentAndOneOfNothingIsSpurious() throws IOException {
    var score =
        score(
            List.of(label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", "")),
            List.of(
                incident("i1", "peer_unreachable", PARIS, "10:00:00", "10:05:00"),
                incident("i2", "peer_unreachable", PARIS, "10:15:00", "10:20:00"),
                incident("i3", "peer_closed", TOKYO, "10:00:00", "10:20:00"),
                incident("i4", "peer_closed", PARIS, "10:22:01", "10:23:00")));

    assertThat(score.at("/found/fragments").asInt()).isEqualTo(1);
    assertThat(score.at("/found/fragmentsPerFault").asDouble()).isEqualTo(2);
    assertThat(score.at("/found/precision").asDouble()).isEqualTo(0.25);
    assertThat(score.at("/found/f1").asDouble()).isEqualTo(0.4);
    assertThat(score.at("/faults/0/incidents/0").asText()).isEqualTo("i1");
    assertThat(score.at("/spurious").toString()).isEqualTo("[\"i3\",\"i4\"]");
    assertThat(score.at("/confusion/(none)/peer_closed").asInt()).isEqualTo(2);
  }

  @Test
  void faultWithoutAnIncidentOfItsOwnIsMissedAndSaysWhoseItIs() throws IOException {
    var score =
        score(
            List.of(
                label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", ""),
                label("b", "peer_closed", PARIS, "10:10:00", "10:30:00", "")),
            List.of(incident("i1", "peer_unreachable", PARIS, "10:00:00", "10:30:00")));

    assertThat(score.at("/found/recall").asDouble()).isEqualTo(0.5);
    assertThat(score.at("/found/faultsPerIncident").asDouble()).isEqualTo(2);
    assertThat(score.at("/faults/1/wrong/0").asText())
        .isEqualTo("no incident of its own, part of i1");
    assertThat(score.at("/confusion/peer_closed/(none)").asInt()).isEqualTo(1);
  }

  @Test
  void acceptableCauseIsRightAndUnexplainedNeverWhereThereIsACause() throws IOException {
    var also = ",\"acceptable\":[\"peer_closed\",\"unexplained\"]";
    var labels =
        List.of(
            label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", also),
            label("b", "peer_unreachable", TOKYO, "10:00:00", "10:20:00", also));

    var score =
        score(
            labels,
            List.of(
                incident("i1", "peer_closed", PARIS, "10:00:00", "10:20:00"),
                incident("i2", "unexplained", TOKYO, "10:00:00", "10:20:00")));

    assertThat(score.at("/judged/cause/right").asInt()).isEqualTo(1);
    assertThat(score.at("/faults/1/wrong/0").asText()).isEqualTo("called unexplained");
    assertThat(score.at("/confusion/peer_unreachable/unexplained").asInt()).isEqualTo(1);
  }

  @Test
  void shownLinesCountThatBelongToTheFault() throws IOException {
    var line =
        "{\"at\":\"2026-03-01T10:00:00Z\",\"category\":\"TunnelDiagnosticLog\","
            + "\"operationName\":\"TunnelDisconnected\",\"text\":\"%s\"}";
    var evidence =
        ",\"evidence\":[" + line.formatted("Disconnected 203.0.113.7 DPD timed out") + "]";
    var shown =
        ",\"evidence\":["
            + line.formatted("Disconnected 203.0.113.7  DPD timed out")
            + ","
            + line.formatted("Disconnected 203.0.113.9 DPD timed out")
            + "]";

    var score =
        score(
            List.of(label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", evidence)),
            List.of(incident("i1", "peer_unreachable", PARIS, "10:00:00", "10:20:00", shown)));

    assertThat(score.at("/judged/evidence/right").asInt()).isEqualTo(1);
    assertThat(score.at("/judged/evidence/of").asInt()).isEqualTo(2);
  }

  @Test
  void pagesAreJudgedAsTheyWereSentWhateverTheirIncidentIsCalledNow() throws IOException {
    var blip = ",\"kind\":\"blip\",\"page\":false";
    var lost =
        ",\"redundancy\":[{\"gateway\":\"gw\",\"site\":\"paris\",\"lostFrom\":\"2026-03-01T10:01:00Z\"}]";
    var score =
        score(
            List.of(
                label(
                    "a",
                    "peer_unreachable",
                    PARIS,
                    "10:00:00",
                    "10:20:00",
                    ",\"page\":true" + lost),
                label("b", "unexplained", TOKYO, "10:00:00", "10:00:09", blip),
                label(
                    "c",
                    "peer_closed",
                    "203.0.113.8",
                    "10:00:00",
                    "10:20:00",
                    ",\"severity\":\"critical\"")),
            List.of(
                incident(
                    "i1",
                    "peer_unreachable",
                    PARIS,
                    "10:00:00",
                    "10:20:00",
                    ",\"replaces\":[\"i0\"]"),
                incident("i2", "unexplained", TOKYO, "10:00:00", "10:00:09")),
            List.of(
                sent("10:03:00", "i0", "page", "i0"),
                sent("10:03:00", "i0", "update", "i1"),
                sent("10:04:00", "i2", "page", "i2"),
                sent("10:05:00", "gone", "page", "gone")));

    var paged = score.at("/paged");
    assertThat(paged.path("sent").asInt()).isEqualTo(3);
    assertThat(paged.path("falsePages").asInt()).isEqualTo(2);
    assertThat(paged.path("forNothing").asInt()).isEqualTo(1);
    assertThat(paged.at("/blips/right").asInt()).isZero();
    assertThat(paged.path("missed").asInt()).isEqualTo(1);
    assertThat(paged.path("deserved").asInt()).isEqualTo(2);
    assertThat(paged.at("/delaySeconds/median").asDouble()).isEqualTo(120);
  }

  /** The first loss is a flap that wakes nobody; the one that lasts was paged after 90 s. */
  @Test
  void timeToThePageIsToldFromTheLossThatIsToBePagedToo() throws IOException {
    var flapsThenLost =
        label(
            "a",
            "peer_unreachable",
            PARIS,
            "10:00:00",
            "10:40:00",
            ",\"severity\":\"critical\",\"page\":true,\"pageFrom\":\"2026-03-01T10:06:32Z\"");
    var incident = incident("i1", "peer_unreachable", PARIS, "10:00:00", "10:40:00");

    var lasting =
        score(
                List.of(flapsThenLost),
                List.of(incident),
                List.of(sent("10:08:02", "i1", "page", "i1")))
            .at("/paged");
    assertThat(lasting.at("/delaySeconds/p95").asDouble()).isEqualTo(482);
    assertThat(lasting.at("/delayOfLastingSeconds/p95").asDouble()).isEqualTo(90);

    var early =
        score(
                List.of(flapsThenLost),
                List.of(incident),
                List.of(sent("10:02:00", "i1", "page", "i1")))
            .at("/paged");
    assertThat(early.at("/delayOfLastingSeconds/p95").asDouble())
        .as("it went for a flap, and no page is early by minutes")
        .isEqualTo(120);
  }

  @Test
  void textSaysInFewLinesWhatCounts() throws IOException {
    var run =
        run(
            List.of(label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", "")),
            List.of(incident("i1", "instance_failover", PARIS, "10:00:30", "10:20:10")),
            List.of(),
            "text");

    assertThat(run.out())
        .contains("F1                   1.000", "cause right          0.000 (0 of 1)")
        .contains("  peer_unreachable  0    instance_failover 1")
        .contains("a at 2026-03-01T10:00:00Z: called instance_failover")
        .contains("missed pages         0 of 0 faults");
    assertThat(run.out().lines().takeWhile(line -> !line.isBlank()).count()).isLessThan(20);
  }

  @Test
  void withoutLabelsThereIsNothingToMeasureBy() throws IOException {
    var none = Files.writeString(directory.resolve("none"), "\n").toString();

    var run = Run.of("score", "--labels", none, "--incidents", none);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(none + ": no label in it", "incidents: 0");
  }

  /** As of a replay that failed: the figures are told, and nobody takes them for a result. */
  @Test
  void withoutAnyIncidentItSaysSoAndFails() throws IOException {
    var fault = label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", "");

    var run = run(List.of(fault), List.of(), List.of(), "json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(directory.resolve("incidents") + ": no incident in it, so that every fault");
    assertThat(new ObjectMapper().readTree(run.out()).at("/found/recall").asDouble()).isZero();
  }

  @Test
  void otherEncodingIsNamedWithItsFile() throws IOException {
    var utf16 = directory.resolve("utf16");
    Files.writeString(utf16, "\uFEFF{}", StandardCharsets.UTF_16LE);
    var latin = directory.resolve("latin");
    Files.writeString(latin, "{\"id\":\"Köln\"}", StandardCharsets.ISO_8859_1);

    assertThat(failure(utf16)).contains(utf16 + ": looks like UTF-16");
    assertThat(failure(latin)).contains(latin + ": expected UTF-8, got another encoding");
  }

  private static String failure(Path file) throws IOException {
    var run = Run.of("score", "--labels", file.toString(), "--incidents", file.toString());
    assertThat(run.code()).isEqualTo(1);
    return run.err();
  }

  @Test
  void compressedFilesAreReadAsTheyAreByReplay() throws IOException {
    var plain = label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", "");
    var labels = compressed("labels.gz", plain);
    var incidents =
        compressed("i.gz", incident("i1", "peer_unreachable", PARIS, "10:00:30", "10:20:10"));

    var run = Run.of("score", "--labels", labels.toString(), "--incidents", incidents.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("1, found by an incident of their own 1");

    var whole = Files.readAllBytes(labels);
    var cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(failure(cut)).contains(cut + ": its compressed data is damaged or cut");
  }

  private Path compressed(String name, String line) throws IOException {
    var file = directory.resolve(name);
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  @Test
  void lineThatIsNoLabelIsNamed() throws IOException {
    var run =
        run(
            List.of(
                label("a", "peer_unreachable", PARIS, "10:00:00", "10:20:00", ""),
                "{\"id\":\"b\",\"startedAt\":\"yesterday\"}"),
            List.of(),
            List.of(),
            "text");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("labels line 2: startedAt: expected an instant", "got \"yesterday\"");
  }

  private JsonNode score(List<String> labels, List<String> incidents) throws IOException {
    return score(labels, incidents, List.of());
  }

  private JsonNode score(List<String> labels, List<String> incidents, List<String> pages)
      throws IOException {
    var run = run(labels, incidents, pages, "json");
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private Run run(List<String> labels, List<String> incidents, List<String> pages, String format)
      throws IOException {
    return Run.of(
        "score",
        "--labels",
        Files.write(directory.resolve("labels"), labels).toString(),
        "--incidents",
        Files.write(directory.resolve("incidents"), incidents).toString(),
        "--pages",
        Files.write(directory.resolve("pages"), pages).toString(),
        "--format",
        format);
  }

  private static String label(
      String id, String cause, String remote, String from, String to, String more) {
    return incident(id, cause, remote, from, to, ",\"colour\":\"unknown field\"" + more);
  }

  private static String incident(String id, String cause, String remote, String from, String to) {
    return incident(id, cause, remote, from, to, "");
  }

  private static String incident(
      String id, String cause, String remote, String from, String to, String more) {
    return """
        {"id":"%s","cause":"%s","startedAt":"2026-03-01T%sZ","endedAt":"2026-03-01T%sZ",\
        "gateways":["GW"],"tunnels":[{"gateway":"GW","instance":"IN_0","remoteIp":"%s"}]%s}"""
        .formatted(id, cause, from, to, remote, more);
  }

  private static String sent(String at, String key, String action, String incident) {
    return """
        {"at":"2026-03-01T%sZ","key":"%s","tier":"page","action":"%s","incident":"%s"}"""
        .formatted(at, key, action, incident);
  }
}
