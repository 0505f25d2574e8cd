package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import java.time.Instant;
import java.util.Comparator;

/**
 * One diagnostic log record.
 *
 * @param text its message, or {@code status remoteIP reason} where it has none
 * @param json the whole record as Azure would send it
 */
public record LogRecord(
    Instant at,
    GatewayId gateway,
    Category category,
    String operationName,
    String text,
    String json) {

  static final Comparator<LogRecord> ORDER =
      Comparator.comparing(LogRecord::at).thenComparing(LogRecord::json);
}
