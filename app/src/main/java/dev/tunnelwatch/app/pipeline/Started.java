package dev.tunnelwatch.app.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, in that order; stopped from the last to the first, whatever one of them does.
 */
public final class Started implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Started.class);

  private record Part(String name, AutoCloseable closeable) {}

  private final Deque<Part> parts = new ArrayDeque<>();

  /** Remembers it and hands it back. */
  public <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  /** The boundary where a part's failure to stop must not keep the others from stopping. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.closeable().close();
        LOG.atInfo().addKeyValue("part", part.name()).log("stopped");
      } catch (Exception e) {
        LOG.atError().addKeyValue("part", part.name()).setCause(e).log("did not stop well");
      }
    }
  }
}
