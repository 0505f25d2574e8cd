package dev.tunnelwatch.records;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One bad input of the catalogue.
 *
 * @param row its number there
 * @param becomes what becomes of the body's elements, {@code A} and {@code B} for neighbours that
 *     are whole
 * @param text of the evidence that the bad one leaves
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BadCase(int row, String title, byte[] body, String becomes, Optional<String> text) {

  static final String A = Fixture.tunnel("TunnelConnected", "a whole neighbour {[\\\"}");
  static final String B = Fixture.tunnel("TunnelDisconnected", "DPD timed out, another one");

  private static final String HEAD = "{\"records\":[";

  /** Alone: there is nothing beside it. */
  static BadCase body(int row, String title, byte[] body, String becomes) {
    return new BadCase(row, title, body, becomes, Optional.empty());
  }

  static BadCase body(int row, String title, String body, String becomes) {
    return body(row, title, Fixture.bytes(body), becomes);
  }

  /** Between two records of one list. */
  static BadCase in(int row, String title, byte[] element, String becomes) {
    return new BadCase(
        row,
        title,
        joined(HEAD + A + ",", element, "," + B + "]}"),
        ("A " + becomes + " B").replace("  ", " "),
        Optional.empty());
  }

  static BadCase in(int row, String title, String element, String becomes) {
    return in(row, title, Fixture.bytes(element), becomes);
  }

  /** Between two records that are lines. */
  static BadCase line(int row, String title, byte[] line, String becomes) {
    return new BadCase(
        row,
        title,
        joined(A + "\n", line, "\n" + B),
        ("A " + becomes + " B").replace("  ", " "),
        Optional.empty());
  }

  static BadCase line(int row, String title, String line, String becomes) {
    return line(row, title, Fixture.bytes(line), becomes);
  }

  BadCase telling(String told) {
    return new BadCase(row, title, body, becomes, Optional.of(told));
  }

  private static byte[] joined(String before, byte[] bytes, String behind) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    all.writeBytes(bytes);
    all.writeBytes(behind.getBytes(StandardCharsets.UTF_8));
    return all.toByteArray();
  }

  @Override
  public String toString() {
    return row + ": " + title;
  }
}
