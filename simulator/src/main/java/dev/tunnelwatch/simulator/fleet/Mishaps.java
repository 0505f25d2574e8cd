package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What befalls records between gateway and hub: Azure documents that small losses occur, and a
 * producer that retries sends twice. The same records whatever the delivery, so that both profiles
 * tell the same story.
 */
final class Mishaps {

  private static final double LOST = 0.002;
  private static final double DELAYED = 0.000_3;
  private static final double SENT_TWICE = 0.006;
  private static final double SENT_AGAIN_LATER = 0.001;

  private final boolean real;
  private final Dice losing;
  private final Dice delaying;
  private final Dice copying;

  Mishaps(Scenario scenario) {
    this.real = scenario.traffic().mishaps();
    this.losing = Dice.of(scenario.seed(), "losses");
    this.delaying = Dice.of(scenario.seed(), "detours");
    this.copying = Dice.of(scenario.seed(), "copies");
  }

  /** One more time the same record reaches the hub. */
  record Copy(Duration later, boolean elsewhere) {}

  /** Whether it never arrives. Asked of chatter only: what a fault loses is settled with it. */
  boolean lost(LogRecord record) {
    return real && losing.chance(LOST) && !record.opens();
  }

  /** How much longer than others it is on its way: over half an hour for a very few. */
  Duration detour(LogRecord record) {
    boolean late = real && delaying.chance(DELAYED) && !record.decides();
    return late ? Dice.seconds(delaying.between(1_900, 7_000)) : Duration.ZERO;
  }

  /** At once into the same or another partition, or minutes later. */
  List<Copy> copies(LogRecord record) {
    var copies = new ArrayList<Copy>();
    if (real && copying.chance(SENT_TWICE)) {
      copies.add(new Copy(Duration.ZERO, copying.chance(0.5)));
    }
    if (real && copying.chance(SENT_AGAIN_LATER)) {
      copies.add(new Copy(Dice.seconds(copying.between(60, 900)), copying.chance(0.7)));
    }
    return copies;
  }
}
