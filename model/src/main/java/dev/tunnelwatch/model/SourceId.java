package dev.tunnelwatch.model;

/** One partition of one source, the unit that has an order: {@code hub/3}. */
public record SourceId(String source, String partition) implements Comparable<SourceId> {

  public SourceId {
    Require.text(source, "source");
    Require.text(partition, "partition");
  }

  /**
   * Reads {@code source/partition}; the source itself may hold slashes.
   *
   * @throws IllegalArgumentException when there is no slash
   */
  public static SourceId parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("source: expected source/partition, got \"" + text + '"');
    }
    return new SourceId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(SourceId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return source + '/' + partition;
  }
}
