package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Lines.TOKYO;
import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 10 in the pipeline: history is let go of, and nobody misses it. */
class CutsTest {
  private static final int HISTORIES = Integer.getInteger("cuts.histories", 2);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir Path directory;

  /** Cut, split, repeat: with restarts anywhere, and each line as often as it likes to come. */
  @Test
  void incidentsAreTheSameWithAndWithoutCuts() {
    long seed = Long.getLong("cuts.seed", 20_261_126L);
    int cut = 0;
    for (int i = 0; i < HISTORIES; i++) {
      var random = new SplittableRandom(seed + i);
      var lines = history(random);
      var whole = new CutLife(directory).holdingCutsBack();
      var cutting = new CutLife(directory);
      var now = TEN;
      for (var line : lines) {
        whole.waitUntil(now, line.at());
        cutting.waitUntil(now, line.at());
        now = line.at();
        whole.take(line);
        cutting.take(line);
        if (random.nextInt(10) == 0) {
          cutting.restart();
        }
      }
      whole.waitUntil(now, now.plus(Duration.ofHours(5)));
      cutting.waitUntil(now, now.plus(Duration.ofHours(5)));

      assertThat(plain(cutting)).as("seed %d", seed + i).isEqualTo(plain(whole));
      assertThat(whole.cut()).isBefore(TEN);
      cut += whole.entries(EvidenceStore.EVENTS) - cutting.entries(EvidenceStore.EVENTS);
    }
    assertThat(cut).as("entries let go of").isGreaterThan(20 * HISTORIES);
  }

  @Test
  void stateStopsGrowingWhereNothingHappens() {
    var life = new CutLife(directory);
    var sizes = new ArrayList<Integer>();
    for (int hour = 0; hour < 24 * 6; hour++) {
      for (int minute = 0; minute < 60; minute += 20) {
        var at = TEN.plus(HOUR.multipliedBy(hour)).plusSeconds(60L * minute);
        life.take(at, GW_WEU, Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, at.minusSeconds(20)));
      }
      sizes.add(life.entries());
    }

    assertThat(sizes.get(24 * 6 - 1)).isEqualTo(sizes.get(24 * 3));
    assertThat(life.entries(EvidenceStore.EVENTS)).isZero();
  }

  @Test
  void stateStopsGrowingWhereATunnelFlapsForAWeek() {
    var life = new CutLife(directory);
    life.take(TEN, GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(20)));
    var sizes = new ArrayList<Integer>();
    for (int hour = 0; hour < 24 * 6; hour++) {
      for (int minute = 10; hour % 4 == 0 && minute < 60; minute += 12) {
        var at = TEN.plus(HOUR.multipliedBy(hour)).plusSeconds(60L * minute);
        life.take(
            at,
            GW_WEU,
            Lines.disconnected(GW_WEU, "IN_0", PARIS, at.minusSeconds(60), "DPD timed out"));
        life.take(
            at.plusSeconds(1), GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, at.minusSeconds(20)));
      }
      sizes.add(life.entries());
    }

    assertThat(sizes.get(24 * 6 - 1)).isLessThanOrEqualTo(sizes.get(24 * 3) + 10);
    assertThat(life.bytes()).isLessThan(2_000_000);
  }

  /** By then it is no evidence any more, however often it says what nobody knew. */
  @Test
  void aRecordFromBeforeTheCutIsForTheTimelineAlone() {
    var life = new CutLife(directory);
    life.take(TEN, GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(20)));
    var later = TEN.plus(Duration.ofHours(60));
    life.waitUntil(TEN, later);
    life.take(later, GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, later.minusSeconds(20)));
    life.waitUntil(later, later.plus(HOUR));
    int before = life.entries();
    var old = TEN.plus(HOUR);

    life.takeWithoutTime(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, old, "DPD timed out"));
    life.takeWithoutTime(GW_WEU, Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, old));
    life.restart();
    life.takeWithoutTime(GW_WEU, Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, old));
    life.waitUntil(later.plus(HOUR), later.plus(HOUR.multipliedBy(2)));

    assertThat(life.entries()).isEqualTo(before);
    assertThat(life.events()).isEqualTo(3); // to the timeline
    assertThat(life.revisions()).isEmpty();
  }

  /** Anybody can invent names; what comes under them is for the timeline alone. */
  @Test
  void nothingStaysOfGatewaysThatNeverBroughtEvidence() {
    var life = new CutLife(directory);
    for (int i = 0; i < 100; i++) {
      var late = TEN.minus(Duration.ofHours(40));
      life.take(TEN, GW_WEU + i, Lines.connected(GW_WEU + i, "IN_0", PARIS, late));
      life.take(TEN, GW_JPE + i, Lines.p2s(GW_JPE + i, TEN, "nothing anybody knows"));
    }
    life.waitUntil(TEN, TEN.plus(HOUR.multipliedBy(3)));

    assertThat(life.events()).isEqualTo(200); // to the timeline
    assertThat(life.entries(EvidenceStore.EVENTS)).isZero();
    assertThat(life.entries(Delays.STORE)).as("of their source").isEqualTo(1);
  }

  /** A hub that nobody can read for a day has all of that day's lines to tell when it is back. */
  @Test
  void whatASourceMayStillBringIsNotCutOff() {
    var life = new CutLife(directory).holdingCutsBack();
    life.take(TEN, GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(20)));
    var later = TEN.plus(Duration.ofHours(90));
    life.take(later, GW_WEU, Lines.connected(GW_WEU, "IN_1", PARIS, later.minusSeconds(20)));
    life.waitUntil(later, later.plus(HOUR));
    assertThat(life.cut()).isBefore(TEN);

    life.sourceIsReadUpTo(later);
    life.waitUntil(later.plus(HOUR), later.plus(HOUR.multipliedBy(2)));

    assertThat(life.cut()).isAfter(TEN.plus(Duration.ofHours(50)));
  }

  /** A machine whose clock is a year ahead would else forget all that it knows. */
  @Test
  void aClockThatIsWrongCutsNothing() {
    var life = new CutLife(directory);
    life.take(TEN, GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(20)));
    var wrong = TEN.plus(Duration.ofDays(365));
    life.waitUntil(wrong, wrong.plus(HOUR));

    assertThat(life.cut()).isBefore(TEN);
  }

  /** Else an outage that a second gateway still sees would lose its first half. */
  @Test
  void whatAGatewayForgetsStaysInTheFaultThatGoesOnElsewhere() {
    var life = new CutLife(directory);
    for (var gateway : List.of(GW_WEU, GW_JPE)) {
      life.take(TEN, gateway, Lines.connected(gateway, "IN_0", PARIS, TEN.minusSeconds(3_600)));
      life.take(
          TEN.plusSeconds(60),
          gateway,
          Lines.disconnected(gateway, "IN_0", PARIS, TEN.plusSeconds(20), "DPD timed out"));
    }
    life.take(
        TEN.plusSeconds(900), GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(880)));
    life.waitUntil(TEN.plusSeconds(900), TEN.plus(HOUR));
    var outage = life.last().getFirst();
    var later = TEN.plus(Duration.ofHours(60));
    for (var gateway : List.of(GW_WEU, GW_JPE)) {
      life.take(later, gateway, Lines.connected(gateway, "IN_0", TOKYO, later.minusSeconds(20)));
    }
    life.waitUntil(later, later.plus(HOUR));

    assertThat(outage.scope().gateways()).hasSize(2);
    assertThat(life.entries(GatewayState.CONCLUDED)).isEqualTo(1);
    assertThat(life.entries(FleetState.MEMBERS)).isEqualTo(2);
    assertThat(life.last()).containsExactly(outage);

    life.restart();
    var end = later.plus(HOUR.multipliedBy(2));
    life.take(end, GW_JPE, Lines.connected(GW_JPE, "IN_0", PARIS, end.minusSeconds(20)));
    life.waitUntil(end, end.plus(HOUR));

    assertThat(life.last()).hasSize(1);
    assertThat(life.last().getFirst().id()).isEqualTo(outage.id());
    assertThat(life.last().getFirst().state()).isEqualTo(IncidentState.CLOSED);
    assertThat(life.last().getFirst().scope().gateways()).hasSize(2);
    assertThat(life.entries(FleetState.MEMBERS)).isEqualTo(2);

    // The second gateway remembers it for two days more: alone it would be told as another fault.
    var closed = life.last().getFirst();
    var lost = end.plus(HOUR.multipliedBy(2));
    life.take(
        lost.plusSeconds(60),
        GW_JPE,
        Lines.disconnected(GW_JPE, "IN_0", TOKYO, lost.plusSeconds(20), "DPD timed out"));
    life.waitUntil(lost.plusSeconds(60), lost.plus(HOUR));

    assertThat(life.last()).hasSize(2).contains(closed);

    var muchLater = lost.plus(Duration.ofHours(60));
    life.take(muchLater, GW_WEU, Lines.connected(GW_WEU, "IN_0", TOKYO, muchLater));
    life.take(muchLater, GW_JPE, Lines.dpdAnswered(GW_JPE, "IN_0", PARIS, muchLater));
    life.waitUntil(muchLater, muchLater.plus(HOUR));

    assertThat(life.last()).contains(closed);
    assertThat(life.entries(FleetState.MEMBERS)).isEqualTo(1);
  }

  record Line(Instant at, String gateway, String text) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private static List<Line> history(SplittableRandom random) {
    var lines = new ArrayList<Line>();
    for (var gateway : List.of(GW_WEU, GW_JPE)) {
      for (int day = 0; day < 6; day++) {
        for (int fault = random.nextInt(3); fault > 0; fault--) {
          var at = TEN.plusSeconds(86_400L * day + random.nextInt(86_400));
          lines.addAll(fault(random, gateway, at));
        }
      }
      for (int hour = 0; hour < 24 * 6; hour += 3) {
        var at = TEN.plusSeconds(3_600L * hour + random.nextInt(3_600));
        add(lines, random, gateway, Lines.dpdAnswered(gateway, "IN_0", PARIS, at), at);
      }
    }
    lines.removeIf(line -> line.at().isAfter(TEN.plus(Duration.ofDays(6))));
    lines.sort(Comparator.comparing(Line::at));
    return lines;
  }

  private static List<Line> fault(SplittableRandom random, String gateway, Instant from) {
    var lines = new ArrayList<Line>();
    var on = random.nextBoolean() ? "IN_0" : "IN_1";
    var peer = random.nextBoolean() ? PARIS : TOKYO;
    var reason = pick(random, "DPD timed out", "Remotely Triggered", "Unknown", "TunnelRemoved");
    int times = pick(random, 1, 1, 2, 9);
    int lasts = pick(random, 2, 45, 500, 4_000, 90_000, 250_000);
    var at = from;
    for (int i = 0; i < times; i++) {
      add(lines, random, gateway, Lines.disconnected(gateway, on, peer, at, reason), at);
      if (random.nextInt(3) == 0) {
        for (int n = 0; n < 10; n++) {
          var again = at.plusSeconds(30 + 400L * n);
          add(lines, random, gateway, Lines.refused(gateway, on, peer, again), again);
        }
      }
      var back = at.plusSeconds(times > 2 ? 40 : lasts);
      if (random.nextInt(5) > 0) {
        add(lines, random, gateway, Lines.connected(gateway, on, peer, back), back);
      }
      at = back.plusSeconds(pick(random, 30, 120, 700));
    }
    return lines;
  }

  /** On its way for a minute, or for hours; some come twice. */
  private static void add(
      List<Line> lines, SplittableRandom random, String gateway, byte[] bytes, Instant at) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int delay = random.nextInt(12) > 0 ? 60 : pick(random, 1_700, 1_900, 7_200, 100_000);
    lines.add(new Line(at.plusSeconds(delay), gateway, text));
    if (random.nextInt(8) == 0) {
      lines.add(new Line(at.plusSeconds(delay + 600), gateway, text));
    }
  }

  @SafeVarargs
  private static <T> T pick(SplittableRandom random, T... of) {
    return of[random.nextInt(of.length)];
  }

  /** By id, what was published last, but how many lines said it over and over. */
  private static Map<String, String> plain(CutLife life) {
    var plain = new TreeMap<String, String>();
    life.last().forEach(incident -> plain.put(incident.id(), text(incident)));
    return plain;
  }

  private static String text(Incident i) {
    return String.join(
        "\n",
        i.revision() + " " + i.state() + " " + i.judgement() + " " + i.span() + " " + i.flags(),
        i.wording().toString(),
        i.scope().toString(),
        i.redundancy().toString(),
        i.conditions().toString(),
        i.proof().evidence().toString(),
        i.proof().rejectedCauses().toString(),
        i.lineage().toString());
  }
}
