package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.GatewayStanding;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.LabelValue;
import dev.tunnelwatch.model.SiteState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** The series of one gateway and its sites. */
final class GatewaySeries {

  /** All sites whose name is but an address, which may be no label. */
  static final String UNLISTED = "unlisted";

  private static final String OTHER = "other";

  /** What failing negotiations may prove of themselves. */
  private static final List<String> IKE_CAUSES =
      List.of(
          Cause.IKE_AUTHENTICATION.word(),
          Cause.IKE_POLICY_MISMATCH.word(),
          Cause.IKE_TRAFFIC_SELECTORS.word(),
          Cause.PEER_UNREACHABLE.word(),
          OTHER);

  private static final List<Measure<GatewayStanding.Bgp>> BGP =
      List.of(
          new Measure<>("bgp.sessions.expected", "BGP sessions", GatewayStanding.Bgp::sessions),
          new Measure<>("bgp.sessions.up", "Of them, those up", GatewayStanding.Bgp::up),
          new Measure<>(
              "bgp.prefixes.announced", "Announced of late", GatewayStanding.Bgp::announced),
          new Measure<>("bgp.prefixes.withdrawn", "Not back", GatewayStanding.Bgp::withdrawn));

  private static final List<Measure<Paths>> SITE =
      List.of(
          new Measure<>("paths.expected", "Paths there should be", Paths::expectedOrNone),
          new Measure<>("paths.up", "Of them, those up", Paths::upOrNone),
          new Measure<>("site.redundancy", "2 full, 1 degraded, 0 lost", Paths::redundancy));

  private static final int OF_GATEWAY = 1 + BGP.size() + IKE_CAUSES.size();

  /** Of one that leads to one site. */
  static final int LEAST = OF_GATEWAY + SITE.size();

  private final String name;
  private final int partition;
  private final InstantSource clock;
  private final List<Meter> meters = new ArrayList<>();
  private final Heard heard;
  private final Heard.Shape shape;
  private volatile State state;

  GatewaySeries(
      String name, int partition, GatewayStanding standing, Heard heard, InstantSource clock) {
    this.name = name;
    this.heard = heard;
    shape = heard.shape();
    this.partition = partition;
    this.clock = clock;
    this.state = new State(standing, paths(standing));
  }

  private record State(GatewayStanding standing, SortedMap<String, Paths> paths) {}

  private record Measure<T>(String meter, String description, ToDoubleFunction<T> value) {}

  /** The paths to one site, or to all that share a label. */
  private record Paths(int expected, int up, SiteState state) {
    static Paths of(GatewayStanding.Site site) {
      return site.state() == SiteState.UNKNOWN
          ? new Paths(0, 0, SiteState.UNKNOWN)
          : new Paths(site.expected(), site.up(), site.state());
    }

    Paths and(Paths other) {
      return new Paths(
          expected + other.expected,
          up + other.up,
          worse(state, other.state) ? state : other.state);
    }

    private static boolean worse(SiteState one, SiteState other) {
      return one != SiteState.UNKNOWN && (other == SiteState.UNKNOWN || one.compareTo(other) > 0);
    }

    private double expectedOrNone() {
      return state == SiteState.UNKNOWN ? Double.NaN : expected;
    }

    private double upOrNone() {
      return state == SiteState.UNKNOWN ? Double.NaN : up;
    }

    private double redundancy() {
      return switch (state) {
        case FULL -> 2;
        case DEGRADED -> 1;
        case LOST -> 0;
        case UNKNOWN -> Double.NaN;
      };
    }
  }

  static int count(GatewayStanding standing) {
    return OF_GATEWAY + SITE.size() * paths(standing).size();
  }

  String name() {
    return name;
  }

  int partition() {
    return partition;
  }

  GatewayStanding standing() {
    return state.standing();
  }

  boolean listed() {
    return state.standing().listed();
  }

  long sites(SiteState in) {
    return state.standing().states().getOrDefault(in, 0L);
  }

  /** Whether they were made when no more had been heard than now. */
  boolean tells(Heard.Shape now) {
    return shape.equals(now);
  }

  /**
   * Tells what is new.
   *
   * @return false when it would take other series
   */
  boolean update(GatewayStanding standing) {
    var next = new State(standing, paths(standing));
    boolean fits =
        listed() == standing.listed() && state.paths().keySet().equals(next.paths().keySet());
    if (fits) {
      state = next;
    }
    return fits;
  }

  /**
   * Makes them.
   *
   * @param whole whether there is room for what was heard, too
   * @return how many there are now
   */
  int show(MeterRegistry registry, boolean whole) {
    gauge(registry, "flap.penalty", "RFC 2439, of the path that is lost most often", this::penalty);
    for (var measure : BGP) {
      gauge(registry, measure, () -> measure.value().applyAsDouble(state.standing().bgp()));
    }
    for (var cause : IKE_CAUSES) {
      gauge(
          registry,
          "ike.failing",
          "Negotiations that fail now",
          () -> failing(cause),
          "cause",
          cause);
    }
    for (var site : state.paths().keySet()) {
      for (var measure : SITE) {
        gauge(registry, measure, () -> of(site, measure), "site", site);
      }
    }
    if (whole) {
      meters.addAll(heard.show(registry, name, shape));
    }
    return meters.size();
  }

  /** How many there were. */
  int hide(MeterRegistry registry) {
    int hidden = meters.size();
    meters.forEach(registry::remove);
    meters.clear();
    return hidden;
  }

  private double of(String site, Measure<Paths> measure) {
    var paths = state.paths().get(site);
    return paths == null ? Double.NaN : measure.value().applyAsDouble(paths);
  }

  private double failing(String cause) {
    return state.standing().ikeFailing().entrySet().stream()
        .filter(each -> word(each.getKey()).equals(cause))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static String word(Cause cause) {
    return IKE_CAUSES.contains(cause.word()) ? cause.word() : OTHER;
  }

  /** It halves every 10 min, so that the instant at which it is 750 tells it at any other. */
  private double penalty() {
    var now = clock.instant();
    return state
        .standing()
        .calm()
        .filter(now::isBefore)
        .map(calm -> Duration.between(now, calm).toMillis() / 600_000.0)
        .map(halvings -> Math.min(12_000, 750 * Math.pow(2, halvings)))
        .orElse(0.0);
  }

  private void gauge(
      MeterRegistry registry, Measure<?> measure, DoubleSupplier value, String... tags) {
    gauge(registry, measure.meter(), measure.description(), value, tags);
  }

  private void gauge(
      MeterRegistry registry,
      String meter,
      String description,
      DoubleSupplier value,
      String... tags) {
    meters.add(
        Gauge.builder("tunnelwatch." + meter, value::getAsDouble)
            .description(description)
            .tag("gateway", name)
            .tags(tags)
            .register(registry));
  }

  private static SortedMap<String, Paths> paths(GatewayStanding standing) {
    var paths = new TreeMap<String, Paths>();
    for (var site : standing.sites()) {
      var label = site.listed() && !isAddress(site.name()) ? LabelValue.of(site.name()) : UNLISTED;
      paths.merge(label, Paths.of(site), Paths::and);
    }
    return paths;
  }

  private static boolean isAddress(String name) {
    return name.matches("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  }
}
