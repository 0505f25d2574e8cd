package dev.tunnelwatch.records;

import java.util.Locale;

/** Why bytes were rejected. The word is a metric label value and a header, and so contract. */
public enum RejectReason {
  /** Nothing, or only blanks. */
  EMPTY_BODY,
  /** Not JSON as RFC 8259 has it. */
  NOT_JSON,
  /** JSON that stops in the middle. */
  TRUNCATED,
  /** Bytes that are not UTF-8, overlong forms and encoded surrogates among them. */
  NOT_UTF8,
  /** Nested deeper than {@link StrictJson#MAX_DEPTH}. */
  TOO_DEEP,
  /** A name, text, number or record beyond its bound, or too many tokens. */
  TOO_LARGE,
  /** The same key twice in one object. */
  DUPLICATE_KEY,
  /** JSON, but no object that could be a log record. */
  NOT_A_RECORD,
  /** {@code properties} is text that pretends to be an object and is none. */
  BAD_PROPERTIES,
  /** A record of a gateway that names no category. */
  NO_CATEGORY,
  /** A record of one of our categories that names no resource. */
  NO_RESOURCE_ID,
  /** A resource id that is not of Azure's form. */
  BAD_RESOURCE_ID,
  /** A record of one of our categories that names no operation. */
  NO_OPERATION,
  /** No readable time, and no enqueued time to keep it under. */
  NO_TIME,
  /** A time outside 2015 to 2100, and no enqueued time to keep it under (rule 6). */
  IMPLAUSIBLE_TIME,
  /** A tunnel record whose remote address is no literal address. */
  BAD_ADDRESS;

  /** {@code not_json}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
