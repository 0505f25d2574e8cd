package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as people read them.
 *
 * @param zone where they live, beside UTC
 */
record SpokenTime(Optional<ZoneId> zone) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Beyond these a year has not four digits, or no calendar has it. */
  private static final Instant EARLIEST = Instant.parse("0001-01-02T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-30T23:59:59Z");

  /**
   * From the first loss of any path to the end of the last. It is called the fault's, since the
   * title beside it says since when a site is lost: often some seconds later.
   */
  String of(Incident.Span span) {
    var began = "fault began " + of(span.startedAt());
    return span.endedAt().map(end -> began + ", ended " + of(end)).orElse(began);
  }

  String of(Instant time) {
    var at = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    var utc = TIME.format(at.atOffset(ZoneOffset.UTC)) + " UTC";
    return zone.map(there -> utc + " (" + inZone(at, there) + ')').orElse(utc);
  }

  /** With its offset, since one hour of a year is there twice. */
  private static String inZone(Instant at, ZoneId zone) {
    var there = at.atZone(zone);
    return TIME.format(there) + ' ' + zone.getId() + ", " + there.getOffset();
  }
}
