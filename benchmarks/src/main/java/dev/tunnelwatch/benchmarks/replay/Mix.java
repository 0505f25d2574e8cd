package dev.tunnelwatch.benchmarks.replay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Bodies of an event hub in the realistic mix, or records of another mix, for whoever measures
 * something else with them.
 */
public final class Mix {
  private static final byte[] NOTHING = {};
  private static final byte[] COMMA = {','};
  private static final int TUNNELS = 4;
  private static final String RESOURCE = "\"resourceId\":\"";

  private Mix() {}

  /** So many bodies of so many records each; always the same. */
  public static List<byte[]> bodies(int bodies, int records) {
    var lines = new Lines(Fleet.ordinary((long) bodies * records, Measured.SEED));
    var made = new ArrayList<byte[]>();
    long number = 0;
    for (int i = 0; i < bodies; i++) {
      var body = new ArrayList<byte[]>();
      for (int j = 0; j < records; j++) {
        var line = lines.next(Fleet.START.plus(Duration.ofMillis(43 * number++)));
        body.add(line.getBytes(StandardCharsets.UTF_8));
      }
      made.add(body(body));
    }
    return made;
  }

  /**
   * One record of a gateway.
   *
   * @param gateway its resource id, in lower case
   * @param at its time
   */
  public record Said(String gateway, Instant at, String json) {
    public byte[] bytes() {
      return json.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Records of gateways with four tunnels each, evenly in a span of time; always the same.
   *
   * @param ike how much of them are IKE lines, nearly all of which are routine: 0 to 1
   */
  public static Stream<Said> records(
      int gateways, long records, double ike, Instant start, Duration span) {
    var shares = new Fleet.Shares(ike, 0);
    var fleet = new Fleet(gateways, TUNNELS, records, span, Measured.SEED, shares);
    var lines = new Lines(fleet);
    return LongStream.range(0, records)
        .mapToObj(i -> start.plus(span.multipliedBy(i).dividedBy(records)))
        .map(at -> said(at, lines.next(at)));
  }

  /** Records of nothing but tunnels that go and come back within five minutes, in order. */
  public static Stream<String> tunnels(int gateways, long records, Instant start, Duration span) {
    var lines = new Lines(new Fleet(gateways, TUNNELS, records, span, Measured.SEED));
    return LongStream.range(0, records)
        .mapToObj(i -> lines.nextOfTunnels(start.plus(span.multipliedBy(i).dividedBy(records))));
  }

  private static Said said(Instant at, String json) {
    int from = json.indexOf(RESOURCE) + RESOURCE.length();
    var gateway = json.substring(from, json.indexOf('"', from)).toLowerCase(Locale.ROOT);
    return new Said(gateway, at, json);
  }

  /** As Azure Monitor puts records together. */
  public static byte[] body(List<byte[]> records) {
    var body = new ByteArrayOutputStream();
    body.writeBytes("{\"records\":[".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < records.size(); i++) {
      body.writeBytes(i == 0 ? NOTHING : COMMA);
      body.writeBytes(records.get(i));
    }
    body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
