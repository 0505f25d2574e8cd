package dev.tunnelwatch.records;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Turns {@code {'name':'it's'}} into JSON. A guess: where a text ends is told by what follows, so
 * an apostrophe inside of one is kept.
 */
final class SingleQuotes {

  private final byte[] record;
  private final ByteArrayOutputStream out;
  private boolean found;

  private SingleQuotes(byte[] record) {
    this.record = record;
    this.out = new ByteArrayOutputStream(record.length + 64);
  }

  /** Empty when nothing in it stands in single quotes; it may still be no JSON. */
  static Optional<byte[]> repaired(byte[] record) {
    var quotes = new SingleQuotes(record);
    quotes.run(0, record.length);
    return quotes.found ? Optional.of(quotes.out.toByteArray()) : Optional.empty();
  }

  private void run(int from, int to) {
    int at = from;
    while (at < to) {
      at =
          switch (record[at]) {
            case '"' -> text(at, to);
            case '\'' -> quoted(at, to);
            default -> {
              out.write(record[at]);
              yield at + 1;
            }
          };
    }
  }

  /** A text as it should be; one that holds an object in single quotes becomes that object. */
  private int text(int quote, int to) {
    int end = quote + 1;
    boolean plain = true;
    while (end < to && record[end] != '"') {
      plain &= record[end] != '\\';
      end += record[end] == '\\' ? 2 : 1;
    }
    int behind = Math.min(to, end + 1);
    if (plain && AsciiText.isAt(record, quote + 1, "{'")) {
      run(quote + 1, end);
    } else {
      out.write(record, quote, behind - quote);
    }
    return behind;
  }

  private int quoted(int quote, int to) {
    found = true;
    out.write('"');
    int at = quote + 1;
    while (at < to && !closes(at, to)) {
      boolean escape = record[at] == '\\' && at + 1 < to;
      if (record[at] == '"' || (escape && record[at + 1] != '\'')) {
        out.write('\\');
      }
      at += escape ? 1 : 0;
      out.write(record[at++]);
    }
    out.write('"');
    return at + 1;
  }

  /** A quote that something of the structure follows. */
  private boolean closes(int at, int to) {
    if (record[at] != '\'') {
      return false;
    }
    int next = Bytes.skipBlanks(record, at + 1);
    return next >= to || ",:}]".indexOf(record[next]) >= 0;
  }
}
