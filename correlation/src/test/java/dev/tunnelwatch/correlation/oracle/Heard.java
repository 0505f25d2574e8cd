package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.ms;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** What of all that was heard is evidence (rules 5, 6, 8 and 9). */
final class Heard {
  private static final Comparator<GatewayEvent> ORDER =
      Comparator.comparing(GatewayEvent::at).thenComparing(e -> e.evidence().digest());

  private Heard() {}

  /**
   * @param closed the incidents that some evidence makes, closed at some time
   */
  static List<GatewayEvent> evidence(
      List<GatewayEvent> heard, BiFunction<List<GatewayEvent>, Instant, List<List<Bit>>> closed) {
    var first = new TreeMap<String, GatewayEvent>();
    heard.stream()
        .filter(e -> !(e instanceof GatewayEvent.Unrecognised) && delay(e) <= 129_600_000)
        .filter(e -> delay(e) >= -300_000)
        .forEach(e -> first.merge(e.evidence().digest(), e, Heard::earlier));
    var all = first.values().stream().sorted(ORDER).toList();
    var counted = new ArrayList<>(thinned(all.stream().filter(e -> !isLate(e)).toList()));
    var late = new TreeMap<Long, List<GatewayEvent>>();
    for (var e : thinned(all)) {
      if (isLate(e)) {
        late.computeIfAbsent((ms(e) + delay(e)) / 60_000, _ -> new ArrayList<>()).add(e);
      }
    }
    late.forEach(
        (minute, batch) -> {
          var over = closed.apply(List.copyOf(counted), Instant.ofEpochSecond(minute * 60));
          batch.stream()
              .filter(e -> over.stream().noneMatch(tree -> isOver(tree, e)))
              .forEach(counted::add);
          counted.sort(ORDER);
        });
    return counted;
  }

  private static GatewayEvent earlier(GatewayEvent a, GatewayEvent b) {
    return Evidence.FIRST_COPY.compare(a.evidence(), b.evidence()) <= 0 ? a : b;
  }

  private static long delay(GatewayEvent e) {
    return e.evidence().enqueuedAt().map(q -> q.toEpochMilli() - ms(e)).orElse(0L);
  }

  static boolean isLate(GatewayEvent e) {
    return delay(e) > 1_800_000;
  }

  private static boolean isOver(List<Bit> tree, GatewayEvent e) {
    return ms(e) >= Verdicts.start(tree)
        && ms(e) <= Verdicts.end(tree) + Verdicts.linger(tree.getFirst().kind)
        && tree.stream().anyMatch(bit -> isAbout(bit.entity, e));
  }

  private static boolean isAbout(String entity, GatewayEvent e) {
    var name = e.gateway().name();
    return switch (e) {
      case TunnelConnected up ->
          isPath(entity, name, up.tunnel().instance(), up.tunnel().remoteIp());
      case TunnelDisconnected down ->
          isPath(entity, name, down.tunnel().instance(), down.tunnel().remoteIp());
      case NegotiationFailed failed -> isPath(entity, name, failed.tunnel());
      case SaDeleted deleted -> isPath(entity, name, deleted.tunnel());
      case BgpConnected up -> entity.equals(session(name, up.instance(), up.peer()));
      case BgpDisconnected down -> entity.equals(session(name, down.instance(), down.peer()));
      case RoutesChanged routes ->
          entity.equals(name + " routes" + routes.peer().map(p -> " " + p).orElse(""));
      default -> entity.equals(name);
    };
  }

  private static boolean isPath(String entity, String name, dev.tunnelwatch.model.TunnelHint hint) {
    return hint.remoteIp().isPresent()
        && List.of(Instance.values()).stream()
            .filter(i -> hint.instance().isEmpty() || hint.instance().get() == i)
            .anyMatch(i -> isPath(entity, name, i, hint.remoteIp().get()));
  }

  private static boolean isPath(String entity, String name, Instance on, IpAddress ip) {
    return entity.equals(name + ' ' + ip) || entity.equals(name + ' ' + on + ' ' + ip);
  }

  static String session(String name, Optional<Instance> on, Optional<IpAddress> peer) {
    return name + on.map(i -> " " + i).orElse("") + " bgp" + peer.map(p -> " " + p).orElse("");
  }

  private static List<GatewayEvent> thinned(List<GatewayEvent> all) {
    return all.stream()
        .filter(
            e -> {
              var same = all.stream().filter(o -> repeats(o, e)).toList();
              int place = same.indexOf(e);
              return same.isEmpty() || place < 2 || place >= same.size() - 2;
            })
        .toList();
  }

  private static boolean repeats(GatewayEvent one, GatewayEvent other) {
    boolean minute = ms(one) / 60_000 == ms(other) / 60_000;
    return minute
        && switch (one) {
          case NegotiationFailed a ->
              other instanceof NegotiationFailed b
                  && a.tunnel().equals(b.tunnel())
                  && a.reason() == b.reason();
          case SaDeleted a ->
              other instanceof SaDeleted b
                  && a.tunnel().equals(b.tunnel())
                  && a.reason() == b.reason()
                  && a.sa() == b.sa();
          default -> false;
        };
  }
}
