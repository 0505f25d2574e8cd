package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.Producer;

/** Kafka as a slot needs it. The producers are transactional, with an id of the slot's own. */
record SlotKafka(
    Topics topics,
    IntFunction<Producer<String, byte[]>> producers,
    HangingTransactions hanging,
    PositionLog positions) {}
