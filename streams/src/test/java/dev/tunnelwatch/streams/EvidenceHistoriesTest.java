package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import dev.tunnelwatch.records.EventJson;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept, let go of and told does not depend on how much of it is in memory. */
class EvidenceHistoriesTest {
  private static final int STEPS = 400;
  private static final List<GatewayId> GATEWAYS =
      List.of(
          new GatewayId(Lines.GW_WEU),
          new GatewayId(Lines.GW_WEU + "|"),
          new GatewayId(Lines.GW_WEU + "|gw-weu IN_0 198.51.100.0"),
          new GatewayId(Lines.GW_JPE));

  /** Each puts something of its life's evidence to use, and tells what it found. */
  private interface Step extends Function<Life, Object> {}

  @TempDir Path directory;

  static List<Long> seeds() {
    return List.of(1L, 2L);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void roomMakesNoDifference(long seed) {
    var steps = steps(new Random(seed));
    var plenty = new Life(1_000_000);
    var found = plenty.go(steps);
    for (int room : new int[] {0, 2, 9, 40, 200}) {
      var tight = new Life(room);
      assertThat(tight.go(steps)).as("seed %d, room %d", seed, room).isEqualTo(found);
      assertThat(tight.rows()).as("seed %d, room %d", seed, room).isEqualTo(plenty.rows());
    }
  }

  private static List<Step> steps(Random random) {
    var steps = new ArrayList<Step>();
    var said = new ArrayList<GatewayEvent>();
    long hours = 0;
    for (int i = 0; i < STEPS; i++) {
      var gateway = GATEWAYS.get(random.nextInt(GATEWAYS.size()));
      hours += random.nextInt(60) == 0 ? random.nextInt(30) : 0;
      var now = TEN.plus(Duration.ofHours(hours));
      int what = random.nextInt(200);
      if (what < 150) {
        var event =
            random.nextInt(4) == 0 && !said.isEmpty()
                ? copy(
                    random, said.get(said.size() - 1 - random.nextInt(Math.min(60, said.size()))))
                : event(random, gateway, at(random, now));
        said.add(event);
        boolean fails = random.nextInt(40) == 0;
        int which = random.nextInt(2);
        steps.add(life -> life.take(event, fails ? which : -1));
      } else if (what < 170) {
        var sign =
            new Presence(
                gateway,
                Category.IKE,
                now.plusSeconds(random.nextInt(9_000)),
                Optional.empty(),
                Presence.Sign.HEARD);
        steps.add(life -> life.evidence.add(sign));
      } else if (what < 185) {
        steps.add(
            life ->
                List.of(life.evidence.of(gateway).events(), life.evidence.of(gateway).presence()));
      } else if (what < 195) {
        steps.add(life -> life.cut(gateway, now.plus(Duration.ofHours(horizonOf(gateway)))));
      } else if (what < 198) {
        steps.add(Life::reopen);
      } else {
        steps.add(life -> life.evidence.after(Optional.empty()));
      }
    }
    return steps;
  }

  /** Another for each, so that they are cut to different hours. */
  private static long horizonOf(GatewayId gateway) {
    return 10L + gateway.resourceId().length() % 7;
  }

  /** Often of the same minutes and at their ends; now and then late, or from a wrong clock. */
  private static Instant at(Random random, Instant now) {
    var minute = now.plusSeconds(60L * random.nextInt(2));
    return switch (random.nextInt(24)) {
      case 0, 1, 2 -> minute;
      case 3, 4 -> minute.minusNanos(1);
      case 5, 6 -> minute.plusNanos(1);
      case 7 -> minute.minus(Duration.ofHours(random.nextInt(50)));
      case 8 ->
          List.of(
                  Instant.EPOCH.minusSeconds(61),
                  Instant.MIN,
                  Instant.MAX,
                  Instant.parse("2015-01-01T00:00:00Z"),
                  Instant.parse("2014-12-31T23:59:59.999999999Z"),
                  Instant.parse("2099-12-31T23:59:59.999999999Z"),
                  Instant.parse("2100-01-01T00:00:00Z"))
              .get(random.nextInt(7));
      default -> minute.plusMillis(random.nextInt(60_000));
    };
  }

  private static GatewayEvent copy(Random random, GatewayEvent event) {
    var one = event.evidence();
    return with(event, evidence(random, one.at(), one.digest()));
  }

  private static Evidence evidence(Random random, Instant at, String digest) {
    boolean isOdd = at.isBefore(Instant.EPOCH) || at.equals(Instant.MAX);
    var enqueued =
        switch (random.nextInt(6)) {
          case 0 -> Optional.<Instant>empty();
          case 1 -> Optional.of(isOdd ? TEN : at.plus(Duration.ofMinutes(40)));
          case 2 -> Optional.of(isOdd ? TEN : at.plus(Duration.ofHours(random.nextInt(40))));
          case 3 -> Optional.of(isOdd ? TEN : at.minus(Duration.ofMinutes(random.nextInt(10))));
          default -> Optional.of(isOdd ? TEN : at.plusSeconds(random.nextInt(90)));
        };
    return new Evidence(
        at, enqueued, Category.IKE, "op", "text", "hub/0/" + random.nextInt(1_000) + "#0", digest);
  }

  private static GatewayEvent event(Random random, GatewayId gateway, Instant at) {
    var evidence = evidence(random, at, "d" + random.nextInt(100_000));
    var ip = new IpAddress("198.51.100." + random.nextInt(2));
    var instance = random.nextBoolean() ? Instance.IN_0 : Instance.IN_1;
    var hint =
        new TunnelHint(
            gateway,
            random.nextInt(4) == 0 ? Optional.empty() : Optional.of(instance),
            random.nextInt(8) == 0 ? Optional.empty() : Optional.of(ip));
    var reason = one(random, EnumSet.of(Reason.NOT_STATED, Reason.PEER_SILENT));
    return switch (random.nextInt(9)) {
      case 0 ->
          new GatewayEvent.TunnelConnected(new TunnelId(gateway, instance, ip), reason, evidence);
      case 1 ->
          new GatewayEvent.TunnelDisconnected(
              new TunnelId(gateway, instance, ip), reason, evidence);
      case 2, 3 -> new GatewayEvent.NegotiationFailed(hint, reason, evidence);
      case 4 -> new GatewayEvent.SaDeleted(hint, SaKind.IKE, reason, evidence);
      case 5, 6 ->
          new GatewayEvent.P2sSession(
              gateway,
              "s",
              one(random, EnumSet.of(P2sOutcome.CONNECTED, P2sOutcome.FAILED)),
              reason,
              evidence);
      case 7 ->
          new GatewayEvent.RoutesChanged(
              gateway,
              random.nextBoolean() ? Optional.empty() : Optional.of(ip),
              one(random, EnumSet.allOf(RouteOrigin.class)),
              one(random, EnumSet.allOf(RouteChange.class)),
              List.of(),
              evidence);
      default -> new GatewayEvent.Unrecognised(gateway, evidence);
    };
  }

  private static <T> T one(Random random, Collection<T> of) {
    return List.copyOf(of).get(random.nextInt(of.size()));
  }

  private static GatewayEvent with(GatewayEvent event, Evidence evidence) {
    return switch (event) {
      case GatewayEvent.TunnelConnected e ->
          new GatewayEvent.TunnelConnected(e.tunnel(), e.reason(), evidence);
      case GatewayEvent.TunnelDisconnected e ->
          new GatewayEvent.TunnelDisconnected(e.tunnel(), e.reason(), evidence);
      case GatewayEvent.NegotiationFailed e ->
          new GatewayEvent.NegotiationFailed(e.tunnel(), e.reason(), evidence);
      case GatewayEvent.SaDeleted e ->
          new GatewayEvent.SaDeleted(e.tunnel(), e.sa(), e.reason(), evidence);
      case GatewayEvent.P2sSession e ->
          new GatewayEvent.P2sSession(e.gateway(), e.session(), e.outcome(), e.reason(), evidence);
      case GatewayEvent.RoutesChanged e ->
          new GatewayEvent.RoutesChanged(
              e.gateway(), e.peer(), e.origin(), e.change(), e.prefixes(), evidence);
      case GatewayEvent.Unrecognised e -> new GatewayEvent.Unrecognised(e.gateway(), evidence);
      case GatewayEvent.MaintenanceNoted _,
          GatewayEvent.ConfigurationSet _,
          GatewayEvent.BgpConnected _,
          GatewayEvent.BgpDisconnected _,
          GatewayEvent.Undated _ ->
          throw new IllegalArgumentException("no story makes " + event);
    };
  }

  private final class Life {
    private final MockProcessorContext<String, byte[]> context =
        new MockProcessorContext<>(new Properties(), new TaskId(0, 0), directory.toFile());
    private final EvidenceRoom room;
    private final KeyValueStore<String, byte[]> store;
    private final List<GatewayId> gone = new ArrayList<>();
    private int failing = -1;
    private EvidenceStore evidence;

    @SuppressWarnings("unchecked")
    Life(int events) {
      room = new EvidenceRoom(events);
      var name = Tables.onDisk().name();
      store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(
          (StateStore)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {KeyValueStore.class},
                  (_, method, arguments) -> {
                    if ((failing == 0 && method.getName().equals("put"))
                        || (failing == 1 && method.getName().equals("delete"))) {
                      throw new IllegalStateException("the story's failure");
                    }
                    return method.invoke(store, arguments);
                  }));
      evidence = new EvidenceStore(context, room, gone::add);
    }

    List<Object> go(List<Step> steps) {
      return steps.stream().map(step -> step.apply(this)).toList();
    }

    Object take(GatewayEvent event, int fails) {
      failing = fails;
      try {
        return evidence.add(event, EventJson.write(event));
      } catch (IllegalStateException e) {
        return "failed";
      } finally {
        failing = -1;
      }
    }

    Object cut(GatewayId gateway, Instant low) {
      boolean cut = evidence.cut(gateway, Optional.empty(), low);
      return List.of(cut, evidence.cutOf(gateway), List.copyOf(gone));
    }

    Object reopen() {
      evidence.close();
      evidence = new EvidenceStore(context, room, gone::add);
      return room.share() >= 0;
    }

    List<String> rows() {
      var rows = new ArrayList<String>();
      try (var all = store.all()) {
        all.forEachRemaining(
            e -> rows.add(e.key + " = " + new String(e.value, StandardCharsets.ISO_8859_1)));
      }
      return rows;
    }
  }
}
