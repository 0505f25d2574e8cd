package dev.tunnelwatch.simulator.hub;

import java.util.Set;

/**
 * One event hub as its owner would configure it.
 *
 * @param name compared without regard to case, as Azure does
 * @param partitions fixed for the hub's life
 * @param consumerGroups beside {@value #DEFAULT_GROUP}, which always exists
 */
public record HubSpec(
    String name, int partitions, Set<String> consumerGroups, Retention retention) {

  public static final String DEFAULT_GROUP = "$Default";

  private static final int MOST_PARTITIONS = 1024;

  public HubSpec {
    Require.text(name, "hub name");
    if (name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("hub name: expected no '/', got \"" + name + '"');
    }
    Require.between(partitions, 1, MOST_PARTITIONS, "hub partitions");
    consumerGroups = Set.copyOf(consumerGroups);
  }

  /** A hub with the default consumer group and retention. */
  public static HubSpec of(String name, int partitions) {
    return new HubSpec(name, partitions, Set.of(), Retention.DEFAULT);
  }

  public HubSpec withConsumerGroups(String... groups) {
    return new HubSpec(name, partitions, Set.of(groups), retention);
  }

  public HubSpec withRetention(Retention kept) {
    return new HubSpec(name, partitions, consumerGroups, kept);
  }
}
