package dev.tunnelwatch.model;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something in an exported inventory that is missing, cannot be read or contradicts itself. What
 * was made of it all the same stands in its words.
 *
 * @param subject where: a file and its entry, a connection, a gateway, an address
 * @param words one sentence without its subject, such as {@code expected a list, got a text}
 */
public record InventoryFinding(Kind kind, String subject, String words)
    implements Comparable<InventoryFinding> {

  private static final Comparator<InventoryFinding> ORDER =
      Comparator.comparing(InventoryFinding::kind)
          .thenComparing(InventoryFinding::subject)
          .thenComparing(InventoryFinding::words);

  public InventoryFinding {
    Require.text(subject, "subject");
    Require.text(words, "words");
  }

  /** What is wrong, in order of how much depends on it; files that are lost come first. */
  public enum Kind {
    NO_GATEWAYS,
    FILE_MISSING,
    FILE_UNREADABLE,
    NOT_JSON,
    CUT_SHORT,
    NOT_A_LIST,
    FILE_MIXED_UP,
    ENTRY_UNUSABLE,
    NO_CONNECTIONS,
    GATEWAY_MISSING,
    FAR_END_MISSING,
    FAR_GATEWAY_MISSING,
    ADDRESS_MISSING,
    ADDRESS_SHARED,
    COPIES_DIFFER,
    LISTED_TWICE,
    DESIGN_CONTRADICTS,
    ONE_SIDED,
    BGP_SETTINGS_MISSING,
    BGP_PEER_SHARED,
    CONNECTION_NAME_TWICE,
    TAGS_DISAGREE,
    SITE_UNCLEAR,
    SITE_BY_NAME,
    SAME_ASN_APART,
    VALUE_UNREADABLE,
    SKU_UNKNOWN,
    FILE_NOT_USED,
    NOT_VPN;

    /** Whether resources that Azure has may be missing from what was read. */
    public boolean damages() {
      return compareTo(FILE_MIXED_UP) <= 0;
    }

    /** Whether nothing may be wrong at all. */
    public boolean isHint() {
      return this == SITE_BY_NAME;
    }

    /** As documents and output name it: {@code far_end_missing}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public int compareTo(InventoryFinding other) {
    return ORDER.compare(this, other);
  }

  /** {@code far_end_missing: gw-weu/to-paris: …}. */
  @Override
  public String toString() {
    return kind.label() + ": " + subject + ": " + words;
  }
}
