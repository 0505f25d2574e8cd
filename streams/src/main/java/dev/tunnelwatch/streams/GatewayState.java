package dev.tunnelwatch.streams;

import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** All that a task of the gateway stage remembers. */
record GatewayState(
    EvidenceStore evidence,
    Agenda agenda,
    InventoryStore inventory,
    Delays delays,
    Reached reached,
    ConcludedIncidents concluded) {

  static final String INVENTORY = "inventory";
  static final String CONCLUDED = "concluded";

  static GatewayState open(ProcessingContext context, InstantSource clock, EvidenceRoom room) {
    var delays = new Delays(Tables.open(context, Delays.STORE), clock);
    var agenda =
        new Agenda(Tables.open(context, Agenda.DIRTY), Tables.open(context, Agenda.DUE), clock);
    return new GatewayState(
        new EvidenceStore(
            context,
            room,
            gone -> {
              delays.forget(gone);
              agenda.forget(gone);
            }),
        agenda,
        new InventoryStore(Tables.open(context, INVENTORY)),
        delays,
        new Reached(Tables.open(context, Reached.OF_GATEWAYS), clock),
        new ConcludedIncidents(Tables.open(context, CONCLUDED)));
  }

  static List<StoreBuilder<KeyValueStore<String, byte[]>>> stores() {
    return List.of(Tables.onDisk(), Tables.inMemory());
  }
}
