package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Reason;
import java.util.Set;

/** What proves a cause of one loss, or of one failing negotiation, by itself (rule 27). */
interface Proof {

  /**
   * Whether it is proven.
   *
   * @param said the reasons its own lines give, and the IKE lines around it
   */
  boolean holds(Scene scene, Finding finding, Set<Reason> said);

  default Proof or(Proof other) {
    return (scene, finding, said) ->
        holds(scene, finding, said) || other.holds(scene, finding, said);
  }

  default Proof unless(Proof other) {
    return (scene, finding, said) ->
        holds(scene, finding, said) && !other.holds(scene, finding, said);
  }

  /** The gateway's own words say so. */
  static Proof said(Reason... any) {
    var words = Set.of(any);
    return (_, _, said) -> said.stream().anyMatch(words::contains);
  }

  /** No line proves it; it takes a root of its own. */
  static Proof none() {
    return (_, _, _) -> false;
  }
}
