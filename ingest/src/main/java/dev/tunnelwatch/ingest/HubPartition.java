package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.time.Instant;

/** One partition of one life of a source (design 8.2). */
record HubPartition(SourceId id, Instant incarnation) {}
