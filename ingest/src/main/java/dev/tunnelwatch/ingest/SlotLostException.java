package dev.tunnelwatch.ingest;

/**
 * The slot's producer is of no use any more: another owner fenced it, or nobody knows what became
 * of its last transaction. The process leaves the group and rejoins (design 8.1).
 */
final class SlotLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SlotLostException(String message, Throwable cause) {
    super(message, cause);
  }

  SlotLostException(String message) {
    super(message);
  }
}
