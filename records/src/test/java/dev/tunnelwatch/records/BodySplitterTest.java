package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the tables {@code R} and {@code S} are two records of ours, {@code M} is a metric. */
class BodySplitterTest {

  private static final String R = Fixture.ike("[SEND][SA_INIT] Sending IKE SA_INIT packet {[\\\"");
  private static final String S = Fixture.tunnel("TunnelDisconnected", "DPD timed out");
  private static final String M =
      "{\"count\":1,\"metricName\":\"TunnelAverageBandwidth\",\"time\":\"" + Fixture.TIME + "\"}";

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"records\":[R,S]}                                      | rec rec",
        "{ \"Records\" : [ R , M , S ] }                          | rec metric rec",
        "{\"records\":[R],\"PartitionId\":3,\"x\":{\"records\":[]}} | rec",
        "{\"PartitionId\":3,\"records\":[R,S]}                    | rec rec",
        "[{\"records\":[R]},{\"records\":[S,M]}]                  | rec rec metric",
        "[R,S]                                                    | rec rec",
        "R                                                        | rec",
        "R~S~M                                                    | rec rec metric",
        "RS                                                       | rec rec",
        "{\"records\":[R]}~{\"records\":[S]}~                     | rec rec",
        "~~  R  ~~                                                | rec",
        "{\"records\":[]}                                         | ``",
        "[]                                                       | ``",
        // One that is broken, its neighbours live.
        "{\"records\":[R,{\"time\":'x'},S]}                       | rec not_json rec",
        "{\"records\":[{\"a\":1,\"a\":2},R]}                      | duplicate_key rec",
        "{\"records\":[R,{\"time\":\"x\"y},S]}                    | rec not_json rec",
        "{\"records\":[R,{\"time\":\"x,\"b\":1},S]}               | rec not_json rec",
        "{\"records\":[R,{\"time\":\"x\",},S]}                    | rec not_json rec",
        "{\"records\":[R,{\"time\":NaN},S]}                       | rec not_json rec",
        "{\"records\":[R,{\"time\":\"\\q\"},S]}                   | rec not_json rec",
        "{\"records\":[R,null,S,7,\"x\",[S]]}  | rec not_a_record rec not_a_record not_a_record not_a_record",
        "{\"records\":[R,nul,S]}                                  | rec not_json rec",
        "{\"records\":[R,{},S]}                                   | rec not_a_record rec",
        "{\"records\":[R,{\"records\":[S]},R]}                    | rec not_a_record rec",
        "R~{\"time\":~S                                           | rec truncated rec",
        "R~what~S                                                 | rec not_json rec",
        "{\"records\":[R,S                                        | rec rec truncated",
        "{\"records\":[R,{\"time\":\"2026                         | rec truncated",
        "{\"records\":[R,S]                                       | rec rec truncated",
        "{\"records\":[R,{\"time\":\"x~{\"records\":[S]}          | rec not_json rec",
        "{\"records\":[R]}x                                       | rec not_json",
        "{\"records\":[R],\"records\":[S,M]}                      | rec duplicate_key rec metric",
        "{\"records\":[R],\"x\":1,\"recorDs\":[S],\"records\":[R]} | rec duplicate_key rec duplicate_key rec",
        "{\"records\":[R],\"records\":[S]}x{\"records\":[R]}      | rec duplicate_key rec not_json rec",
        "{\"records\":[R],\"records\":[S                          | rec truncated rec",
        "{\"records\":[R],\"records\":null}                       | rec duplicate_key",
        "{\"records\":null,\"records\":[R,S]}                     | duplicate_key rec rec",
        "{\"records\":null,\"x\":2,\"recorDs\":[R,S]}             | rec rec",
        "[{\"records\":null,\"x\":2},{\"records\":[R,S]},R]       | not_a_record rec rec rec",
        "{\"x\":1,\"x\":2,\"records\":[R]}~{\"records\":[S]}     | duplicate_key rec rec",
        "{\"records\":[R]}x{\"records\":[S]}                      | rec not_json rec",
        "{\"records\":[R]} and {\"records\":[{\"a\":1,\"a\":2},S]}~R | rec not_json duplicate_key rec rec",
        "log: R then [S] {x} M                                      | not_json rec not_json rec not_json metric",
        "{\"records\":[R],}                                       | rec not_json",
        // Nothing to be saved.
        "{\"records\":null}                                       | not_a_record",
        "{\"records\":{}}                                         | not_a_record",
        "{}                                                       | not_a_record",
        "null                                                     | not_a_record",
        "17                                                       | not_a_record",
        "\"R\"                                                    | truncated rec truncated",
        "nonsense                                                 | not_json",
        "   ~                                                     | empty_body",
      })
  void aBodyIsSplitSoThatNeighboursLive(String body, String expected) {
    assertThat(outcomes(new BodySplitter().split(filled(body)))).isEqualTo(expected);
  }

  @Test
  void anElementKeepsItsOriginalBytes() {
    var spaced = R.replace(",\"", " ,\t\"").replace("\"level\":\"Info\"", "\"x\":1.0E+2");

    var elements = new BodySplitter().split(bytes("{\"records\":[" + spaced + ",  " + S + "]}"));

    assertThat(elements).extracting(Element::index).containsExactly(0, 1);
    assertThat(elements.get(0).bytes()).isEqualTo(bytes(spaced));
    assertThat(elements.get(1).bytes()).isEqualTo(bytes(S));
    assertThat(((Element.Rec) elements.get(1)).gateway()).isEqualTo(Values.GW_WEU);
  }

  @Test
  void whatIsBrokenIsHandedOverWhole() {
    var broken = "{\"time\":'x'}";

    var elements =
        new BodySplitter().split(bytes("{\"records\":[" + R + "," + broken + "," + S + "]}"));

    assertThat(elements.get(1).bytes()).isEqualTo(bytes(broken));
    assertThat(elements.get(1).index()).isEqualTo(1);
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertThat(outcomes(new BodySplitter().split(bytes("\uFEFF{\"records\":[" + R + "]}"))))
        .isEqualTo("rec");
  }

  @Test
  void oneRecordThatIsNotUtf8SpoilsNoOther() {
    byte[] overlong = {(byte) 0xC0, (byte) 0xAF};
    var body = new ByteArrayOutputStream();
    body.writeBytes(bytes("{\"records\":[" + R + ",{\"time\":\""));
    body.writeBytes(overlong);
    body.writeBytes(bytes("\"}," + S + "]}"));

    assertThat(outcomes(new BodySplitter().split(body.toByteArray())))
        .isEqualTo("rec not_utf8 rec");
  }

  @Test
  void utf16IsNotGuessedAt() {
    assertThat(outcomes(new BodySplitter().split(R.getBytes(StandardCharsets.UTF_16LE))))
        .isEqualTo("not_json");
    assertThat(outcomes(new BodySplitter().split(R.getBytes(StandardCharsets.UTF_16))))
        .isEqualTo("not_utf8");
  }

  @Test
  void boundsOfDepthNameNumberAndTokens() {
    assertThat(alone("\"a\":" + "[".repeat(64) + "]".repeat(64))).isEqualTo("too_deep");
    assertThat(alone("\"a\":" + "[".repeat(63) + "]".repeat(63))).isEqualTo("service");
    assertThat(alone("\"" + "n".repeat(2_000) + "\":1")).isEqualTo("too_large");
    assertThat(alone("\"a\":" + "9".repeat(129))).isEqualTo("too_large");
    assertThat(alone("\"a\":" + "9".repeat(100))).isEqualTo("service");
    assertThat(alone("\"a\":[" + "1,".repeat(100_000) + "1]")).isEqualTo("too_large");
    assertThat(alone("\"a\":\"" + "x".repeat(1_000_000) + "\"")).isEqualTo("service");
    assertThat(alone("\"a\":\"" + "x".repeat(3_000_000) + "\"")).isEqualTo("too_large");
  }

  @Test
  void depthThatNeverEndsIsOneReject() {
    assertThat(outcomes(new BodySplitter().split(bytes("[".repeat(100_000)))))
        .isEqualTo("not_json");
    assertThat(outcomes(new BodySplitter().split(bytes("[{\"\":".repeat(50_000)))))
        .isEqualTo("too_deep");
  }

  /** Bodies that make a careless search look at the rest of the body again and again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"records\":[]~",
        "[1~",
        "{\"a\":\"~",
        "{\"a\":[{\"",
        "},{\"",
        "[{\"time\":",
        "{",
        "\"",
        "~",
        "{\"a\":1,~",
        "{\"records\":[],\"records\":[",
        "],\"records\":[",
        "{\"x\":1,\"x\":2,\"records\":[",
        "{\"x\":1,\"x\":2,\"records\":[]}x"
      })
  void hostileBodiesCostLinearTime(String part) {
    var text = part.replace('~', '\n');
    var body = bytes("{\"records\":[" + text.repeat(200_000 / text.length()));
    assertLinear(body);
    assertLinear(bytes(text.repeat(200_000 / text.length())));
    assertLinear(bytes("x" + text.repeat(200_000 / text.length())));
  }

  private static void assertLinear(byte[] body) {
    var split = new BodySplit(body, new GatewayIds());

    assertThat(split.elements()).isNotEmpty();
    assertThat(split.bytesLookedAt()).isLessThan(20L * body.length);
  }

  @Test
  void manyBrokenLinesAreManyRejectsAndTheLastLineStillLives() {
    var cut = S.substring(0, S.length() - 1) + '\n';
    var lines = (cut + S.substring(0, S.length() - 9) + '\n').repeat(1_000) + R;

    var elements = new BodySplitter().split(bytes(lines));

    assertThat(elements).hasSize(2_001);
    assertThat(elements.getLast()).isInstanceOf(Element.Rec.class);
  }

  @Test
  void manyBrokenRecordsInOneBodySpoilNoneOfTheOthers() {
    var pair = "," + R + ",{\"time\":'x'}";

    var elements = new BodySplitter().split(bytes("{\"records\":[" + S + pair.repeat(500) + "]}"));

    assertThat(elements).hasSize(1_001);
    assertThat(elements).filteredOn(it -> it instanceof Element.Rec).hasSize(501);
  }

  private static String alone(String fields) {
    return outcomes(
        new BodySplitter().split(bytes("{\"records\":[{\"time\":\"x\"," + fields + "}]}")));
  }

  private static byte[] filled(String pattern) {
    var body = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case 'R' -> body.append(pattern.contains("\"Records\"") && body.indexOf("[") < 0 ? "R" : R);
        case 'S' -> body.append(S);
        case 'M' -> body.append(M);
        case '~' -> body.append('\n');
        default -> body.append(c);
      }
    }
    return bytes(body.toString());
  }

  private static String outcomes(List<Element> elements) {
    return String.join(
        " ",
        elements.stream()
            .map(
                element ->
                    switch (element) {
                      case Element.Rec _ -> "rec";
                      case Element.Foreign(_, var kind, _) -> kind;
                      case Element.Broken(_, var reason, _) -> reason.word();
                    })
            .toList());
  }
}
