package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.app.command.UsageException;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * All records of an export in the order in which they arrived, whatever file they stand in. They
 * are held in memory, read: a record that says nothing new takes some hundred bytes.
 */
final class Arrivals implements Keeper {

  private final List<Arrival> arrivals = new ArrayList<>();
  private final Hashes seen = new Hashes();
  private final Map<String, String> hubs = new HashMap<>();

  @Override
  public boolean isNew(GatewayEvent event) {
    return seen.add(Gathering.hash(event));
  }

  @Override
  public void add(GatewayEvent event, Supplier<Origin> origin) {
    var from = origin.get();
    arrivals.add(new Arrival.Event(enqueuedAt(from), hub(from), event));
  }

  @Override
  public void add(Presence presence, Supplier<Origin> origin) {
    var from = origin.get();
    arrivals.add(new Arrival.Routine(enqueuedAt(from), hub(from), presence));
  }

  /** Where they arrived together, in the order of reading. */
  List<Arrival> inOrder() {
    arrivals.sort(Comparator.comparing(Arrival::enqueuedAt));
    return arrivals;
  }

  private static Instant enqueuedAt(Origin origin) {
    return origin
        .enqueuedAt()
        .orElseThrow(() -> unfit("one that does not say when it arrived: " + origin.source()));
  }

  /** Says what to do instead. */
  static UsageException unfit(String got) {
    return new UsageException(
        "--arrival: expected lines of the form {\"source\":…,\"enqueuedAt\":…,\"record\":{…}}, got "
            + got
            + "; a replay without --arrival comes to the same incidents, but cannot tell when they"
            + " would have been paged");
  }

  /** {@code hub} of {@code hub/partition/sequence#index}. */
  private String hub(Origin origin) {
    int sequence = origin.source().lastIndexOf('/');
    int partition = origin.source().lastIndexOf('/', sequence - 1);
    return hubs.computeIfAbsent(
        partition > 0 ? origin.source().substring(0, partition) : origin.source(), hub -> hub);
  }
}
