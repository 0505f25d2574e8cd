package dev.tunnelwatch.records;

import java.util.Arrays;

/**
 * One line of {@code replay --rejects}.
 *
 * @param source {@code file:line#index}
 * @param text the bytes as text: those that are no UTF-8 as {@code \xNN}, a backslash as two, and
 *     {@code \...} at the end where there were more than are told, at most 64 KiB
 */
public record RejectLine(RejectReason reason, String source, String text) {

  /** As much of the bytes as is told. */
  private static final int MOST_BYTES = 64 << 10;

  /** Not to be mixed up with what stands there, for a backslash is always followed by another. */
  private static final String MORE = "\\...";

  /** The line of a rejected record; of a large one the beginning. */
  public static RejectLine of(RejectReason reason, String source, byte[] bytes) {
    return bytes.length <= MOST_BYTES
        ? new RejectLine(reason, source, Utf8.escaped(bytes))
        : ofHead(reason, source, Arrays.copyOf(bytes, MOST_BYTES));
  }

  /** Of something of which no more is kept than that. */
  public static RejectLine ofHead(RejectReason reason, String source, byte[] head) {
    return new RejectLine(reason, source, Utf8.escaped(head) + MORE);
  }
}
