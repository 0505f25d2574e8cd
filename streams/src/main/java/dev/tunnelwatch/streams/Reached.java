package dev.tunnelwatch.streams;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How late it was when a task last concluded. Its next life goes on from there: right after a start
 * sources that have stood still for days look as if they were about to move, and by them it would
 * be days earlier; what is closed would be open again.
 */
final class Reached {

  static final String OF_GATEWAYS = "reached";
  static final String OF_FLEET = "fleet-reached";

  /** So much of it a crash may cost; what becomes due in it becomes due again. */
  private static final Duration WRITE_EVERY = Duration.ofSeconds(1);

  private static final String KEY = "asOf";
  private static final Logger LOG = LoggerFactory.getLogger(Reached.class);

  private final Table store;
  private final Instant before;
  private Instant written;

  Reached(Table store, InstantSource clock) {
    this.store = store;
    written = read(store.get(KEY));
    before = Coverage.notAhead(written, clock.instant()); // a clock that was ahead is forgiven
  }

  /** How late it was in the life before; the distant past in the first. */
  Instant before() {
    return before;
  }

  /** Something was concluded. */
  void concluded(Instant asOf) {
    if (asOf.isBefore(written) || asOf.isAfter(written.plus(WRITE_EVERY))) {
      store.put(KEY, asOf.toString().getBytes(StandardCharsets.UTF_8));
      written = asOf;
    }
  }

  private static Instant read(byte @Nullable [] value) {
    try {
      return value == null ? Instant.MIN : Instant.parse(new String(value, StandardCharsets.UTF_8));
    } catch (DateTimeException e) {
      LOG.atWarn().setCause(e).log("how late it was is not understood");
      return Instant.MIN;
    }
  }
}
