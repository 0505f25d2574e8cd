package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;

/** How long a record travels from its gateway into the event hub. */
public enum Delivery {
  /** Any delay from 30 to 90 s alike. */
  UNIFORM {
    @Override
    Duration delay(Dice dice) {
      return Dice.seconds(dice.between(MIN_SECONDS, MAX_SECONDS));
    }
  },

  /** Median 60 s with a long tail: one in twenty takes over 2¼ min, one in a thousand over 4½. */
  LOGNORMAL {
    @Override
    Duration delay(Dice dice) {
      return Dice.seconds(60 * Math.exp(0.5 * dice.gaussian()));
    }
  };

  static final double MIN_SECONDS = 30;
  static final double MAX_SECONDS = 90;

  abstract Duration delay(Dice dice);
}
