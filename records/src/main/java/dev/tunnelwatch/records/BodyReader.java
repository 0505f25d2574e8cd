package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Origin;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Reads whole bodies of an archive to the end: of the event hub, of the storage account, or lines
 * of our own export. For one thread; those that share a {@link RecordReader} share what it
 * remembers.
 */
public final class BodyReader {

  /** Behind the source of what was no JSON, so that evidence says that it is a guess. */
  private final RecordReader records;

  private final Repair repair;
  private final BodySplitter splitter = new BodySplitter();
  private final PlainBody plain;

  public BodyReader(RecordReader records) {
    this(records, Repair.NONE);
  }

  /** With something that is tried before a record is rejected. */
  public BodyReader(RecordReader records, Repair repair) {
    this.records = records;
    this.repair = repair;
    this.plain = new PlainBody(records);
  }

  /**
   * Reads one body; never throws on content.
   *
   * @param body not changed, not kept
   * @param source of the element with an index; asked for only where the text is needed
   */
  public void read(byte[] body, IntFunction<String> source, Readings to) {
    read(body, 0, body.length, source, to);
  }

  /**
   * Likewise, of a body that is a line among others.
   *
   * @param begin where it begins
   * @param end where it ends: at a newline, or at the end of the bytes
   */
  public void read(byte[] bytes, int begin, int end, IntFunction<String> source, Readings to) {
    if (plain.read(bytes, begin, end, source)) {
      var readings = plain.readings();
      for (int i = 0; i < readings.size(); i++) {
        int index = i;
        to.read(readings.get(i), () -> plain.exported().orElseGet(() -> origin(source, index)));
      }
    } else {
      boolean all = begin == 0 && end == bytes.length;
      readSlowly(all ? bytes : Arrays.copyOfRange(bytes, begin, end), source, to);
    }
  }

  private void readSlowly(byte[] body, IntFunction<String> source, Readings to) {
    var exported = ExportLine.parse(body);
    if (exported.isPresent()) {
      read(exported.get().recordBytes(), exported.get().origin(), to);
      return;
    }
    for (var element : splitter.split(body)) {
      switch (element) {
        case Element.Rec(int index, _, var bytes) -> read(bytes, origin(source, index), to);
        case Element.Foreign(int index, var kind, _) ->
            to.read(new Reading.Foreign(kind), () -> origin(source, index));
        case Element.Broken(int index, var reason, var bytes) ->
            refuse(reason, bytes, origin(source, index), to);
      }
    }
  }

  private void read(byte[] record, Origin origin, Readings to) {
    var reading = records.read(record, origin);
    if (reading instanceof Reading.Rejected(var reason, _)) {
      refuse(reason, record, origin, to);
    } else {
      to.read(reading, () -> origin);
    }
  }

  private void refuse(RejectReason reason, byte[] bytes, Origin origin, Readings to) {
    var guess = new Origin(origin.source() + Repair.MARK, origin.enqueuedAt());
    var reading = repaired(bytes).map(record -> records.read(record, guess));
    if (reading.isPresent() && !(reading.get() instanceof Reading.Rejected)) {
      to.repaired();
      to.read(reading.get(), () -> guess);
    } else {
      to.refuse(RejectLine.of(reason, origin.source(), bytes));
    }
  }

  private Optional<byte[]> repaired(byte[] bytes) {
    return switch (repair) {
      case NONE -> Optional.empty();
      case SINGLE_QUOTES -> SingleQuotes.repaired(bytes);
    };
  }

  /** Of a body that does not know when it was enqueued. */
  private static Origin origin(IntFunction<String> source, int index) {
    return new Origin(source.apply(index), Optional.empty());
  }
}
