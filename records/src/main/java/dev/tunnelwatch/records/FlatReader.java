package dev.tunnelwatch.records;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads flat records to the end. Of what it has read before it knows how such records are built and
 * what such messages tell, so that most need no more than comparing. Not for several threads.
 */
final class FlatReader {

  private final RecordReader records;
  private final FlatScan scan;
  private final RoutineScan routine;

  FlatReader(RecordReader records) {
    this.records = records;
    var templates = new MessageTemplates(records.caches());
    this.scan = new FlatScan(templates);
    this.routine = new RoutineScan(records.caches(), templates, records::isMasked);
  }

  /**
   * Goes on with another body, which stays as it is until the next.
   *
   * @param end where it ends, at a newline or the end of the bytes
   */
  void begin(byte[] bytes, int end) {
    scan.begin(bytes, end);
  }

  /** Goes to the record whose brace is at {@code from}; false when it is not flat. */
  boolean isFlat(int from) {
    return scan.read(from);
  }

  /** Behind that record. */
  int end() {
    return scan.end();
  }

  /** What that record says. */
  Reading read(Optional<Instant> enqueuedAt, Supplier<Whence> whence) {
    var sign = routine.read(scan, enqueuedAt);
    if (sign.isPresent()) {
      return new Reading.Routine(sign.get());
    }
    var texts = records.caches().texts();
    return routine
        .news()
        .map(news -> records.read(news, scan.properties(texts), whence.get()))
        .orElseGet(() -> others(whence.get()));
  }

  /** Of what is not ours no more than the heading is looked at. */
  private Reading others(Whence whence) {
    var texts = records.caches().texts();
    var heading = scan.heading(texts);
    return records.read(heading, () -> scan.raw(heading, texts), whence);
  }
}
