package dev.tunnelwatch.ingest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Opens all feeds or none: one that cannot be opened leaves no connection of another behind. */
final class Feeds {
  private Feeds() {}

  /** By the sources' names. Throws what the opening threw. */
  static Map<String, Feed> open(List<HubSource> sources, Function<HubSource, Source> opening) {
    var feeds = new TreeMap<String, Feed>();
    boolean all = false;
    try {
      for (var source : sources) {
        feeds.put(source.name(), new Feed(opening.apply(source), source.startAt()));
      }
      all = true;
      return feeds;
    } finally {
      if (!all) {
        close(feeds.values());
      }
    }
  }

  private static void close(Collection<Feed> feeds) {
    feeds.forEach(feed -> feed.source().close());
  }
}
