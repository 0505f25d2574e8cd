package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Origin;
import java.util.function.Supplier;

/** Takes what became of the elements of a body. */
public interface Readings {

  /**
   * Everything but rejects.
   *
   * @param origin made when it is asked for
   */
  void read(Reading reading, Supplier<Origin> origin);

  void refuse(RejectLine reject);

  /** What is read next was no JSON and is a guess (see {@link Repair}). */
  default void repaired() {}
}
