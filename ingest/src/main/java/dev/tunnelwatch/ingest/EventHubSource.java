package dev.tunnelwatch.ingest;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.credential.TokenCredential;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * An event hub by AMQP and the official client: its low-level receivers, not its processor, since
 * slots own the partitions and Kafka the positions. One client and one connection per hub.
 *
 * <p>Positions are sequence numbers, never offsets, which are no numbers any more since hubs can be
 * replicated.
 */
final class EventHubSource implements Source {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration TRY = Duration.ofSeconds(10);

  private final String hub;
  private final HubTroubles troubles;
  private final EventHubConsumerAsyncClient client;

  EventHubSource(HubSource source, int prefetch) {
    hub = source.hub();
    troubles = new HubTroubles(source.credential());
    client =
        connected(source)
            .consumerGroup(source.consumerGroup())
            .shareConnection()
            .prefetchCount(prefetch)
            .retryOptions(new AmqpRetryOptions().setTryTimeout(TRY))
            .buildAsyncConsumerClient();
  }

  /** A client of the hub that is still to be told what for. */
  static EventHubClientBuilder connected(HubSource source) {
    return switch (source.credential()) {
      case Credential.SharedAccess(var connection) -> connected(source, connection);
      case Credential.Entra(var namespace, var identity) ->
          new EventHubClientBuilder().credential(namespace, source.hub(), tokens(source, identity));
    };
  }

  private static TokenCredential tokens(HubSource source, Credential.Identity identity) {
    try {
      return EntraTokens.of(identity);
    } catch (IllegalArgumentException e) {
      throw new SourceSettingsException(
          "source "
              + source.name()
              + ": expected an identity that can be asked, got "
              + new HubTroubles(source.credential()).of(e).said()
              + "; set what is missing below sources, or in the environment of a workload identity:"
              + " AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE");
    }
  }

  private static EventHubClientBuilder connected(HubSource source, Secret connection) {
    try {
      return new EventHubClientBuilder().connectionString(connection.reveal(), source.hub());
    } catch (IllegalArgumentException e) {
      throw new SourceSettingsException(
          "source "
              + source.name()
              + ": connection string: expected Endpoint=sb://…/;SharedAccessKeyName=…;SharedAccessKey=…"
              + " of the namespace or of this hub, got something else (not shown)");
    }
  }

  @Override
  public CompletableFuture<SourceDescription> describe() {
    return ask(client.getEventHubProperties(), EventHubSource::described);
  }

  private static SourceDescription described(EventHubProperties said) {
    return new SourceDescription(
        said.getCreatedAt(), said.getPartitionIds().stream().sorted().toList());
  }

  @Override
  public CompletableFuture<PartitionState> state(String partition, ReadFrom.After taken) {
    return ask(client.getPartitionProperties(partition), EventHubSource::stated);
  }

  private static PartitionState stated(PartitionProperties said) {
    return new PartitionState(
        said.getBeginningSequenceNumber(),
        said.getLastEnqueuedSequenceNumber(),
        said.getLastEnqueuedTime(),
        said.isEmpty());
  }

  private <S, T> CompletableFuture<T> ask(Mono<S> question, Function<S, T> reading) {
    return question
        .timeout(ANSWER)
        .map(reading)
        .onErrorMap(e -> new SourceException(hub, troubles.of(e)))
        .toFuture();
  }

  @Override
  public PartitionReader open(String partition, ReadFrom from, long ownerLevel, Intake intake) {
    return open(partition, from, new ReceiveOptions().setOwnerLevel(ownerLevel), intake);
  }

  /** Reads beside others, as long as none of them owns the partition. */
  PartitionReader peek(String partition, ReadFrom from, Intake intake) {
    return open(partition, from, new ReceiveOptions(), intake);
  }

  private PartitionReader open(
      String partition, ReadFrom from, ReceiveOptions options, Intake intake) {
    options.setTrackLastEnqueuedEventProperties(true);
    var reader = new EventHubReader(hub + '/' + partition, troubles, intake);
    client.receiveFromPartition(partition, position(from), options).subscribe(reader.arrivals());
    return reader;
  }

  private static EventPosition position(ReadFrom from) {
    return switch (from) {
      case ReadFrom.After(long sequence, _) when sequence < 0 -> EventPosition.earliest();
      case ReadFrom.After(long sequence, _) -> EventPosition.fromSequenceNumber(sequence);
      // The hub's filter means "later than"; what was enqueued in that very instant is wanted too.
      case ReadFrom.Enqueued(var at) -> EventPosition.fromEnqueuedTime(at.minusMillis(1));
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
