package dev.tunnelwatch.ingest;

import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A look at a hub that disturbs nobody: it reads without an epoch, so that an owner stays what it
 * is and whoever reads beside it goes on.
 */
public final class HubProbe implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TOKEN = Duration.ofSeconds(12);
  private static final long ROOM = 4L << 20;

  private final HubSource of;
  private final HubTroubles troubles;
  private final EventHubSource source;

  private HubProbe(HubSource of) {
    this.of = of;
    troubles = new HubTroubles(of.credential());
    source = new EventHubSource(of, 1);
  }

  /**
   * Makes a client; asks nobody yet.
   *
   * @throws SourceSettingsException when none can be made of the settings
   */
  public static HubProbe open(HubSource source) {
    return new HubProbe(source);
  }

  /**
   * Gets a token for an identity; a connection string needs none.
   *
   * @throws SourceException when there is none
   */
  public void token() {
    if (of.credential() instanceof Credential.Entra(_, var identity)) {
      var scope = new TokenRequestContext().addScopes("https://eventhubs.azure.net/.default");
      try {
        EntraTokens.of(identity).getToken(scope).timeout(TOKEN).toFuture().join();
      } catch (RuntimeException e) {
        var trouble = troubles.of(e);
        throw new SourceException(
            of.name(), new HubTrouble(HubTrouble.Kind.NO_TOKEN, trouble.said()));
      }
    }
  }

  /**
   * What the hub is.
   *
   * @throws SourceException when it does not say
   */
  public SourceDescription describe() {
    try {
      return source.describe().join();
    } catch (CompletionException e) {
      throw told(e);
    }
  }

  /**
   * What a partition holds.
   *
   * @throws SourceException when the hub does not say
   */
  public PartitionState state(String partition) {
    try {
      return source.state(partition, new ReadFrom.After(-1)).join();
    } catch (CompletionException e) {
      throw told(e);
    }
  }

  private SourceException told(CompletionException e) {
    return e.getCause() instanceof SourceException told
        ? told
        : new SourceException(of.name(), troubles.of(e));
  }

  /**
   * Some events of a partition, fewer when they do not come in time.
   *
   * @param after the sequence number before the first of them; -1 for the oldest there is
   * @throws SourceException when somebody else owns the partition, or the group is not there
   */
  public List<SourceEvent> peek(String partition, long after, int most, Duration patience)
      throws InterruptedException {
    var intake = new Intake(ROOM);
    long deadline = System.nanoTime() + patience.toNanos();
    var found = new ArrayList<SourceEvent>();
    try (var reader = source.peek(partition, new ReadFrom.After(after), intake)) {
      while (found.size() < most && System.nanoTime() - deadline < 0) {
        reader.poll().ifPresent(found::add);
        if (found.size() < most) {
          intake.await(PAUSE);
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    source.close();
  }
}
