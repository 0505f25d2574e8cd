package dev.tunnelwatch.ingest;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import dev.tunnelwatch.records.CanaryJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends canaries into a hub, out of which they are read like everything else. At least once: the
 * event taken for one holds nothing, and whoever sent it may die before that is committed.
 */
final class CanarySender implements CanaryRoute {
  private static final Logger LOG = LoggerFactory.getLogger(CanarySender.class);
  private static final byte[] NOTHING = "{\"records\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final Duration TRY = Duration.ofSeconds(10);

  private final String source;
  private final HubTroubles troubles;
  private final EventHubProducerAsyncClient client;

  CanarySender(HubSource to) {
    source = to.name();
    troubles = new HubTroubles(to.credential());
    client =
        EventHubSource.connected(to)
            .retryOptions(new AmqpRetryOptions().setTryTimeout(TRY))
            .buildAsyncProducerClient();
  }

  @Override
  public byte[] body(Instant at) {
    var sent = client.send(List.of(new EventData(CanaryJson.body(at))));
    var _ = sent.doOnError(this::failed).onErrorComplete().subscribe();
    return NOTHING;
  }

  /** Whoever watches the canary's age learns of it, too. */
  private void failed(Throwable problem) {
    LOG.atWarn()
        .addKeyValue("source", source)
        .addKeyValue("why", troubles.of(problem).sentence())
        .log("the canary could not be sent into the hub");
  }

  @Override
  public void close() {
    client.close();
  }
}
