package dev.tunnelwatch.benchmarks.replay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Bodies of an event hub in the realistic mix, for whoever measures something else with them. */
public final class Mix {

  private Mix() {}

  /** So many bodies of so many records each; always the same. */
  public static List<byte[]> bodies(int bodies, int records) {
    var lines = new Lines(Fleet.ordinary((long) bodies * records, Measured.SEED));
    var made = new ArrayList<byte[]>();
    long number = 0;
    for (int i = 0; i < bodies; i++) {
      var body = new ArrayList<String>();
      for (int j = 0; j < records; j++) {
        body.add(lines.next(Fleet.START.plus(Duration.ofMillis(43 * number++))));
      }
      made.add(("{\"records\":[" + String.join(",", body) + "]}").getBytes(StandardCharsets.UTF_8));
    }
    return made;
  }
}
