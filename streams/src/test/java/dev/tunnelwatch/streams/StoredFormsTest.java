package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Lines.TOKYO;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.TopologyJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State outlives the version that wrote it: what each version left in the stores stays here for
 * ever, and has to be read for ever. Who changes a form adds a file of what the new one leaves.
 */
class StoredFormsTest {
  private static final List<String> VERSIONS =
      List.of("stored-1.txt", "stored-2.txt", "stored-3.txt", "stored-4.txt");
  private static final Path RESOURCES = Path.of("src/test/resources/dev/tunnelwatch/streams");
  private static final Path KEPT = Path.of("target/stored.txt");
  private static final String HEX = "hex:";
  private static final String ROUTES = "RouteDiagnosticLog";

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final Surroundings surroundings =
      new Surroundings(
          clock,
          coverage,
          (_, _) -> OptionalLong.of(0),
          new CorrelatorMetrics(new SimpleMeterRegistry(), clock, () -> true));

  @BeforeEach
  void begin() {
    Sources.ahead(coverage);
  }

  @Test
  void everyTableIsInTheLastVersion() throws IOException {
    var names = Tables.all().keySet();
    assertThat(read(VERSIONS.getLast())).containsOnlyKeys(names);
    for (var version : VERSIONS) {
      assertThat(names).as(version).containsAll(read(version).keySet());
    }
  }

  @Test
  void whatTheLastVersionLeftIsWhatThisOneLeaves() throws IOException {
    for (var store : read(VERSIONS.getLast()).entrySet()) {
      for (var entry : store.getValue()) {
        assertThat(writtenAgain(store.getKey(), entry))
            .as("%s %s: a new form? then add what it leaves", store.getKey(), entry.key)
            .isEqualTo(entry.value);
      }
    }
  }

  @Test
  void whateverVersionLeftItTheStoryGoesOn() throws IOException {
    for (var version : VERSIONS) {
      var stored = read(version);
      var gateway = gatewayTask(new Restartable(directory, clock).after(stored));
      var fleet = fleetTask(new Restartable(directory, clock).after(stored));
      clock.set(TEN.plusSeconds(62));
      gateway.tick();
      fleet.tick();
      assertThat(gateway.forwarded())
          .allSatisfy(
              again ->
                  assertThat(facts(again.value()))
                      .as("%s: nothing is said twice, but in better words", version)
                      .isEqualTo(facts(concluded(stored, again.key()))));
      assertThat(fleet.forwarded()).as("%s: nothing is said twice", version).isEmpty();

      gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(90))));
      clock.set(TEN.plus(Duration.ofMinutes(6)));
      gateway.tick();
      gateway.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(fleet::process);
      clock.advance(FleetProcessor.GATHERING);
      fleet.tick();

      var told = incident(fleet.forwarded().getLast());
      assertThat(told.revision()).as(version).isEqualTo(2);
      assertThat(told.state()).as(version).isEqualTo(IncidentState.RECOVERED);
      assertThat(told.scope().sites()).as("%s: inventory", version).containsExactly("paris");
      assertThat(told.proof().evidence())
          .as("%s: evidence", version)
          .anyMatch(line -> line.text().contains("DPD timed out"));
    }
  }

  /** The file that is to be kept of this version, should one be needed: {@code target/…}. */
  @Test
  void whatThisVersionLeavesCanBeKept() throws IOException {
    var inventory = text("abc123\n" + new String(TopologyJson.write(paris()), UTF_8));
    var entry = List.of(KeyValue.pair(GW_WEU, inventory));
    var gateway =
        gatewayTask(new Restartable(directory, clock).after(Map.of(GatewayState.INVENTORY, entry)));
    var fleet =
        fleetTask(new Restartable(directory, clock).after(Map.of(FleetState.INVENTORY, entry)));
    clock.set(TEN.minus(Duration.ofHours(60)));
    gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, clock.instant())));
    clock.set(TEN.minus(Duration.ofHours(20)));
    everything(clock.instant()).forEach(line -> gateway.process(line(line)));
    var lost = clock.instant();
    gateway.process(line(Lines.disconnected(GW_WEU, "IN_0", PARIS, lost, "DPD timed out")));
    gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, lost.plusSeconds(90))));
    clock.advance(Duration.ofHours(1));
    gateway.process(line(Lines.refused(GW_WEU, "IN_0", PARIS, lost.plusSeconds(30))));
    clock.set(TEN);
    gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600))));
    gateway.process(line(Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(1_800))));
    gateway.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out")));
    clock.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 5; i++) {
      gateway.tick(); // of more gateways than one some may be left for the next
    }
    gateway.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(fleet::process);
    clock.advance(FleetProcessor.GATHERING);
    fleet.tick();
    gateway.process(line(Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(1_700))));
    fleet
        .stored()
        .getOrDefault(FleetState.MEMBERS, List.of())
        .forEach(member -> fleet.process(forgotten(member.key)));
    var left = new TreeMap<>(gateway.stored());
    left.putAll(fleet.stored());

    write(KEPT, left);

    assertThat(left).allSatisfy((store, entries) -> assertThat(entries).as(store).isNotEmpty());
    assertThat(kinds(left)).isEqualTo(storable());
    assertThat(String.join(" ", keys(left).getOrDefault(EvidenceStore.PRESENCE, List.of())))
        .contains(Stream.of(Presence.Sign.values()).map(Enum::name).toList());
    var last = read(VERSIONS.getLast());
    assertThat(keys(left)).as("a new key? then add what it leaves").isEqualTo(keys(last));
    assertThat(plain(left)).as("a new form? then add what it leaves").isEqualTo(plain(last));
  }

  private static Map<String, Object> plain(Map<String, List<KeyValue<String, byte[]>>> of) {
    var plain = new TreeMap<String, Object>();
    of.forEach(
        (table, all) -> all.forEach(e -> plain.put(table + '/' + e.key, plain(table, e.value))));
    return plain;
  }

  /** One of each kind, long over by ten: of another gateway. */
  private static List<byte[]> everything(Instant at) {
    var from = at.plusSeconds(60);
    return List.of(
        Lines.connected(GW_JPE, "IN_1", TOKYO, at),
        Lines.disconnected(GW_JPE, "IN_1", TOKYO, from, "Remotely Triggered"),
        Lines.refused(GW_JPE, "IN_1", TOKYO, from.plusSeconds(5)),
        Lines.ike(
            GW_JPE, "IN_1", TOKYO, from, "[IkeEvent] SA_DELETE [SA_type] MM_SA [ErrorCode] 13885"),
        Lines.connected(GW_JPE, "IN_1", TOKYO, from.plusSeconds(90)),
        Lines.said(GW_JPE, ROUTES, "BgpDisconnectedEvent", from, "Peer 10.60.0.1 is not connected"),
        Lines.said(GW_JPE, ROUTES, "BgpConnectedEvent", from.plusSeconds(95), "Peer 10.60.0.1"),
        Lines.said(
            GW_JPE,
            ROUTES,
            "BgpRouteUpdate",
            from.plusSeconds(96),
            "Peer 10.60.0.1 announced 10.60.0.0/16"),
        Lines.p2s(GW_JPE, from, "[MSG] [default] [OVPN_12AB] Connection successful"),
        Lines.said(
            GW_JPE, "GatewayDiagnosticLog", "HostMaintenanceEvent", from, "Upgrade has begun"),
        Lines.said(
            GW_JPE, "GatewayDiagnosticLog", "SetConnectionConfiguration", from, "cn-tokyo was set"),
        Lines.dpdAnswered(GW_JPE, "IN_1", TOKYO, from.plusSeconds(200)),
        Lines.ike(GW_JPE, "IN_1", TOKYO, from.plusSeconds(201), "rekey of the child SA started"),
        Lines.ike(
            GW_JPE,
            "IN_1",
            TOKYO,
            from.plusSeconds(202),
            "[LOCAL_MSG] Rekey of child SA completed"),
        Lines.ike(
            GW_JPE,
            "IN_1",
            TOKYO,
            from.plusSeconds(203),
            "[RECEIVED]Received Ike payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256"
                + " DhGroup=DhGroup14"));
  }

  private static Set<Class<?>> kinds(Map<String, List<KeyValue<String, byte[]>>> left) {
    return left.getOrDefault(EvidenceStore.EVENTS, List.of()).stream()
        .map(entry -> EventJson.read(entry.value).getClass())
        .collect(Collectors.toSet());
  }

  /** What cannot be read, and what has no time, is no evidence. */
  private static Set<Class<?>> storable() {
    var all = new HashSet<Class<?>>(List.of(GatewayEvent.class.getPermittedSubclasses()));
    all.removeAll(List.of(GatewayEvent.Unrecognised.class, GatewayEvent.Undated.class));
    return all;
  }

  /** Without the words, which every version may choose anew. */
  private static Object plain(String store, byte[] value) {
    return switch (store) {
      case GatewayState.CONCLUDED -> facts(value);
      case FleetState.MEMBERS -> facts(tail(value));
      case FleetState.PUBLISHED -> PublishedForm.read(value).incident().conditions();
      default -> shown(value);
    };
  }

  private static Map<String, List<String>> keys(Map<String, List<KeyValue<String, byte[]>>> of) {
    var keys = new TreeMap<String, List<String>>();
    of.forEach((table, all) -> keys.put(table, all.stream().map(e -> e.key).sorted().toList()));
    return keys;
  }

  private Record<String, byte[]> forgotten(String key) {
    var last = new Record<String, byte[]>(key, null, clock.millis());
    RecordHeaders.put(last.headers(), RecordHeaders.FORGOTTEN, "");
    return last;
  }

  private static byte[] concluded(Map<String, List<KeyValue<String, byte[]>>> stored, String key) {
    return stored.getOrDefault(GatewayState.CONCLUDED, List.of()).stream()
        .filter(entry -> entry.key.equals(key))
        .findFirst()
        .orElseThrow()
        .value;
  }

  /** All but the words, which every version may choose anew. */
  private static List<Object> facts(byte[] gatewayIncident) {
    var incident = GatewayIncidentJson.read(gatewayIncident).incident();
    return List.of(
        incident.id(),
        incident.state(),
        incident.judgement(),
        incident.span(),
        incident.scope(),
        incident.redundancy(),
        incident.conditions(),
        incident.proof().evidence(),
        incident.flags());
  }

  private static byte[] writtenAgain(String store, KeyValue<String, byte[]> entry) {
    var value = entry.value;
    return switch (store) {
      case EvidenceStore.EVENTS -> EventJson.write(EventJson.read(value));
      case EvidenceStore.CARRIES -> CarryForm.bytes(CarryForm.read(new GatewayId(GW_WEU), value));
      case GatewayState.CONCLUDED -> GatewayIncidentJson.write(GatewayIncidentJson.read(value));
      case GatewayState.INVENTORY, FleetState.INVENTORY ->
          behind(value, TopologyJson.write(TopologyJson.read(tail(value))));
      case FleetState.MEMBERS ->
          behind(value, GatewayIncidentJson.write(GatewayIncidentJson.read(tail(value))));
      case FleetState.PUBLISHED -> PublishedForm.bytes(PublishedForm.read(value));
      case Agenda.DUE -> text(Instant.parse(new String(value, UTF_8)).toString());
      case Delays.STORE ->
          entry.key.startsWith("source|") ? DelayHistogram.read(value).bytes() : value;
      default -> value; // bits and marks: read by what the story does with them
    };
  }

  private static byte[] tail(byte[] value) {
    return Arrays.copyOfRange(value, head(value), value.length);
  }

  private static byte[] behind(byte[] value, byte[] tail) {
    var whole = Arrays.copyOf(value, head(value) + tail.length);
    System.arraycopy(tail, 0, whole, head(value), tail.length);
    return whole;
  }

  private static int head(byte[] value) {
    return new String(value, ISO_8859_1).indexOf('\n') + 1;
  }

  private Restartable gatewayTask(Restartable task) {
    return task.start(
        new GatewayProcessor(TOPICS, new RecordReader(Pseudonyms.redacted())::read, surroundings),
        GatewayState.stores(),
        TOPICS.records());
  }

  private Restartable fleetTask(Restartable task) {
    return task.start(
        new FleetProcessor(TOPICS, surroundings), FleetState.stores(), TOPICS.gatewayIncidents());
  }

  private Record<String, byte[]> line(byte[] value) {
    var now = clock.instant();
    var record = new Record<>(GW_WEU, value, now.toEpochMilli());
    RecordHeaders.put(record.headers(), Headers.ENQUEUED_AT, now.plusSeconds(1).toString());
    return record;
  }

  private static Incident incident(Record<String, byte[]> record) {
    return IncidentJson.read(record.value());
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static GatewayTopology paris() {
    return new GatewayTopology(
        new GatewayId(GW_WEU),
        false,
        false,
        "westeurope",
        "VpnGw2AZ",
        List.of(
            new Connection(
                "cn-paris",
                "paris",
                new Connection.FarEnd.Device(),
                List.of(new IpAddress(PARIS)),
                Optional.empty(),
                List.of(Prefix.parse("10.52.0.0/16")),
                Connection.Timers.DEFAULT)));
  }

  /** Store, key and value, a tab between them. */
  private static void write(Path file, Map<String, List<KeyValue<String, byte[]>>> stored)
      throws IOException {
    var lines = new ArrayList<String>();
    stored.forEach(
        (store, entries) ->
            entries.forEach(
                entry -> lines.add(store + '\t' + entry.key + '\t' + shown(entry.value))));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }

  /** Text as text on one line, all else as hex. */
  private static String shown(byte[] value) {
    var text = new String(value, UTF_8);
    return text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127))
        ? text.replace("\\", "\\\\").replace("\n", "\\n")
        : HEX + HexFormat.of().formatHex(value);
  }

  private static byte[] value(String shown) {
    return shown.startsWith(HEX)
        ? HexFormat.of().parseHex(shown.substring(HEX.length()))
        : text(shown.translateEscapes());
  }

  private static Map<String, List<KeyValue<String, byte[]>>> read(String version)
      throws IOException {
    var stored = new TreeMap<String, List<KeyValue<String, byte[]>>>();
    for (var line : Files.readAllLines(RESOURCES.resolve(version))) {
      var parts = line.split("\t", -1);
      stored
          .computeIfAbsent(parts[0], _ -> new ArrayList<>())
          .add(KeyValue.pair(parts[1], value(parts[2])));
    }
    return stored;
  }
}
