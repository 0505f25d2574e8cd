package dev.tunnelwatch.records;

import java.util.List;

/**
 * Splits one hub body, or a stretch of an archive file, into its elements: an object with {@code
 * records}, a list of such or of records, one bare record, or several of these one after the other.
 * What is broken is cut out alone wherever the structure around it still tells where it ends. Takes
 * time linear in the body. Remembers the gateways it met; safe for many threads.
 */
public final class BodySplitter {

  private final GatewayIds gateways = new GatewayIds();

  /**
   * Splits a body; never throws on content.
   *
   * @param body not changed; the elements hold copies
   * @return in the order of the body; empty only for empty lists of records
   */
  public List<Element> split(byte[] body) {
    return new BodySplit(body, gateways).elements();
  }
}
