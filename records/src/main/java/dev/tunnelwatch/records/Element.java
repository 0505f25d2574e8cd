package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;

/**
 * One element of a body, with its original bytes: nobody may change them. Elements are never
 * compared, so an array inside a record does no harm.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Element {

  /** Its place in the body, from 0; damaged stretches count. */
  int index();

  /** As they were read; of a damaged stretch all of it. */
  byte[] bytes();

  /** A record of one of the five categories, of a kind of VPN gateway. */
  record Rec(int index, GatewayId gateway, byte[] bytes) implements Element {}

  /**
   * A record of something else.
   *
   * @param kind of a closed set of words, see {@link ForeignKind}
   */
  record Foreign(int index, String kind, byte[] bytes) implements Element {}

  /** Bytes that should have been a record. */
  record Broken(int index, RejectReason reason, byte[] bytes) implements Element {}
}
