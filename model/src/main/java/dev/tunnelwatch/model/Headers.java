package dev.tunnelwatch.model;

/** The names of Kafka headers, which are contract. Values are UTF-8 text. */
public final class Headers {

  /** On {@code records} and {@code rejects}: the source's name. */
  public static final String SOURCE = "source";

  /** The source's partition. */
  public static final String PARTITION = "partition";

  /** The hub event's sequence number, decimal. */
  public static final String SEQUENCE = "sequence";

  /** The record's place inside the hub event, from 0. */
  public static final String INDEX = "index";

  /** When the hub took it, {@code Instant.toString}. */
  public static final String ENQUEUED_AT = "enqueuedAt";

  /** On {@code rejects}: the reason's word. */
  public static final String REASON = "reason";

  /** On {@code rejects}: SHA-256 of the whole original bytes, hex, since the value may be cut. */
  public static final String SHA256 = "sha256";

  /** On {@code incidents}: when the page is due, {@code Instant.toString} (rules 35, 36). */
  public static final String PAGE_DUE = "pageDue";

  /**
   * On what is no incident in the topics of them, but a canary: when it set out, {@code
   * Instant.toString}.
   */
  public static final String CANARY = "canary";

  /** On {@code inventory}: hash of the whole inventory it was published with. */
  public static final String INVENTORY_HASH = "inventoryHash";

  private Headers() {}
}
