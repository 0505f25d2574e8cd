package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The record behind a claim. Everything an operator is told can be traced to one or more of these.
 *
 * @param at when the gateway says it happened (the record's {@code time}), not when we read it
 * @param enqueuedAt when the event hub took it; empty for archives that do not know
 * @param operationName as the record wrote it
 * @param instance which one wrote it, where the record says so; its text often does not
 * @param text the message, or {@code status remoteIP reason} where a record has none; at most
 *     {@value #MAX_TEXT} code points, personal data already replaced
 * @param source {@code hub/partition/sequence#index}, or {@code file:line#index} for a replay
 * @param digest hex of a hash over what makes two records the same (rule 5): instant, gateway,
 *     category, operation, normalised properties
 */
public record Evidence(
    Instant at,
    Optional<Instant> enqueuedAt,
    Category category,
    String operationName,
    Optional<Instance> instance,
    String text,
    String source,
    String digest) {

  public static final int MAX_TEXT = 1_000;

  /** The order evidence is listed in, with the digest as the last resort so that it is total. */
  public static final Comparator<Evidence> ORDER =
      Comparator.comparing(Evidence::at)
          .thenComparing(Evidence::category)
          .thenComparing(Evidence::operationName)
          .thenComparing(Evidence::text)
          .thenComparing(Evidence::digest);

  /**
   * Of equal records the first in this order is kept: earliest enqueued, then by source (rule 5).
   */
  public static final Comparator<Evidence> FIRST_COPY =
      Comparator.comparing((Evidence e) -> e.enqueuedAt().orElse(Instant.MAX))
          .thenComparing(Evidence::source);

  /** Of a record that names no instance. */
  public Evidence(
      Instant at,
      Optional<Instant> enqueuedAt,
      Category category,
      String operationName,
      String text,
      String source,
      String digest) {
    this(at, enqueuedAt, category, operationName, Optional.empty(), text, source, digest);
  }

  public Evidence {
    Require.text(source, "source");
    Require.text(digest, "digest");
    if (text.codePointCount(0, text.length()) > MAX_TEXT) {
      text = text.substring(0, text.offsetByCodePoints(0, MAX_TEXT));
    }
  }
}
