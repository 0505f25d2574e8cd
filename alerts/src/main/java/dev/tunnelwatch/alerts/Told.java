package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import java.util.Set;

/**
 * What a reader was last told under a page key. A revision that differs in nothing of it, such as
 * one with more lines of evidence, another condition of the same fault or another time at which its
 * page would have been due, is no news to whoever reads it.
 *
 * @param incident its id, which the reader's links lead to
 * @param standing what people said of it, as far as it counted then
 */
record Told(
    String incident,
    Incident.Judgement judgement,
    Incident.Wording wording,
    Incident.Span span,
    Set<Flag> flags,
    Standing standing) {

  static Told of(Incident incident, Standing standing) {
    return new Told(
        incident.id(),
        incident.judgement(),
        incident.wording(),
        incident.span(),
        incident.flags(),
        standing);
  }
}
