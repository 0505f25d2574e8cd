package dev.tunnelwatch.model;

/** The names of the topics, which are contract; the prefix is the user's. */
public record Topics(String prefix) {

  public static final Topics DEFAULT = new Topics("tw.");

  /** Partitions of the topics keyed by gateway; fixed for life. */
  public static final int GATEWAY_PARTITIONS = 32;

  /** Slots, which are the partitions of {@link #positions()}; fixed for life (design 8.1). */
  public static final int SLOTS = 16;

  public String records() {
    return prefix + "records";
  }

  public String positions() {
    return prefix + "positions";
  }

  public String sources() {
    return prefix + "sources";
  }

  public String rejects() {
    return prefix + "rejects";
  }

  public String inventory() {
    return prefix + "inventory";
  }

  public String events() {
    return prefix + "events";
  }

  public String gatewayIncidents() {
    return prefix + "gateway-incidents";
  }

  public String incidents() {
    return prefix + "incidents";
  }

  public String alertsSent() {
    return prefix + "alerts-sent";
  }

  public String operator() {
    return prefix + "operator";
  }
}
