package dev.tunnelwatch.app.pipeline;

import java.time.InstantSource;

/**
 * The two times there are.
 *
 * @param decision by which it is decided what is late, over or due; a demo scales it
 * @param real what the rest of the world is told, and by which deliveries are repeated
 */
public record Clocks(InstantSource decision, InstantSource real) {

  /** Both are the wall's. */
  public static final Clocks WALL = new Clocks(InstantSource.system(), InstantSource.system());
}
