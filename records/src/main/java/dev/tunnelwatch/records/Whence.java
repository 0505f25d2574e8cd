package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Origin;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** An {@link Origin} whose text is made on demand, since most lines leave no evidence. */
record Whence(Supplier<String> source, Optional<Instant> enqueuedAt) {

  static Whence of(Origin origin) {
    return new Whence(origin::source, origin.enqueuedAt());
  }
}
