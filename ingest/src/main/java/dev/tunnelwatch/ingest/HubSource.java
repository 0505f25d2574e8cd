package dev.tunnelwatch.ingest;

/**
 * One event hub to read.
 *
 * @param name what stands as {@code source} in headers, positions and metrics; fixed for life,
 *     since positions are found by it
 * @param credential which says, too, where the hub's namespace is
 * @param hub the hub's name
 * @param consumerGroup of the hub; one that nobody else reads with
 */
public record HubSource(
    String name, Credential credential, String hub, String consumerGroup, StartAt startAt) {

  /** The group that every hub has. */
  public static final String DEFAULT_GROUP = "$Default";

  public HubSource {
    present(name, "name");
    present(hub, "hub");
    present(consumerGroup, "consumerGroup");
  }

  /** A hub read under its own name, by its default group, from its oldest event. */
  public static HubSource of(Secret connection, String hub) {
    var credential = new Credential.SharedAccess(connection);
    return new HubSource(hub, credential, hub, DEFAULT_GROUP, new StartAt.Earliest());
  }

  private static void present(String value, String field) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + ": expected some text, got \"" + value + '"');
    }
  }
}
