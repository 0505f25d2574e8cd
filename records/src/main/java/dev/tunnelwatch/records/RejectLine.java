package dev.tunnelwatch.records;

import java.util.Arrays;

/**
 * One line of {@code replay --rejects}.
 *
 * @param source {@code file:line#index}
 * @param text the bytes as text, at most 64 KiB of them, those that are no UTF-8 as {@code \xNN}
 */
public record RejectLine(RejectReason reason, String source, String text) {

  /** As much of the bytes as is told. */
  private static final int MOST_BYTES = 64 << 10;

  /** The line of a rejected record; of a large one the beginning. */
  public static RejectLine of(RejectReason reason, String source, byte[] bytes) {
    var kept = bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES);
    return new RejectLine(reason, source, Utf8.escaped(kept));
  }
}
