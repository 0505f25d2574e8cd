package dev.tunnelwatch.records;

/** What a record that is none of ours is; the words are metric label values, hence so few. */
final class ForeignKind {

  /** A sample of a metric, which shares the hub when all metrics are exported. */
  static final String METRIC = "metric";

  /** A VPN gateway's record of a category that is none of the five. */
  static final String CATEGORY = "category";

  /** One of the five categories, of a resource that is no VPN gateway. */
  static final String RESOURCE = "resource";

  /** A record of another Azure service. */
  static final String SERVICE = "service";

  private ForeignKind() {}
}
