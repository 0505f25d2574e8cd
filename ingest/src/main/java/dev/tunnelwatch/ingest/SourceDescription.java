package dev.tunnelwatch.ingest;

import java.time.Instant;
import java.util.List;

/**
 * What a source is.
 *
 * @param incarnation when it was created; sequence numbers mean nothing across two of them
 */
public record SourceDescription(Instant incarnation, List<String> partitions) {

  public SourceDescription {
    partitions = List.copyOf(partitions);
  }
}
