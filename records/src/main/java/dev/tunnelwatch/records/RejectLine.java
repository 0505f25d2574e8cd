package dev.tunnelwatch.records;

/**
 * One line of {@code replay --rejects}.
 *
 * @param source {@code file:line#index}
 * @param text the bytes as text, those that are no UTF-8 as {@code \xNN}
 */
public record RejectLine(RejectReason reason, String source, String text) {

  /** The line of a rejected record. */
  public static RejectLine of(RejectReason reason, String source, byte[] bytes) {
    return new RejectLine(reason, source, Utf8.escaped(bytes));
  }
}
