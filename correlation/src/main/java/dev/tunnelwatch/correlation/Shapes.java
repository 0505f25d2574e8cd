package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.correlation.Scene.Shape;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What many losses together look like: a gateway down, an instance handing over, a site of several
 * devices gone (rule 14).
 */
final class Shapes {
  /** Losses of one stroke. */
  static final Duration STROKE = Duration.ofSeconds(10);

  /** How long the other instance of an active-standby gateway has to take over. */
  static final Duration TAKEOVER = Duration.ofMinutes(2);

  private static final Duration SITE = Duration.ofMinutes(2);

  private static final Set<Reason> STANDBY_CHANGED = EnumSet.of(Reason.STANDBY_CHANGED);

  private final Scene scene;
  private final Layout layout;
  private final AsOf asOf;
  private final Awaited awaited;
  private final OneByOne oneByOne;

  Shapes(Scene scene, AsOf asOf) {
    this.scene = scene;
    this.layout = scene.layout;
    this.asOf = asOf;
    this.awaited = new Awaited(scene, this::isPending);
    this.oneByOne = new OneByOne(scene, this::isAllOfGateway);
  }

  List<Shape> all() {
    // What somebody took out was not struck by anything.
    var losses = scene.losses.stream().filter(loss -> !loss.isRemovedAtOnce()).toList();
    var shapes = new ArrayList<Shape>();
    each(STROKE, losses, this::gatewayDown, shapes);
    each(OneByOne.WITHIN, losses, this::goneOneByOne, shapes);
    for (var instance : Instance.values()) {
      each(STROKE, on(instance, losses), this::handedOver, shapes);
    }
    var sites = new ArrayList<Shape>();
    each(SITE.plus(spread()), ofNoGateway(losses, shapes), this::sitesDown, sites);
    shapes.addAll(sites);
    return joined(shapes);
  }

  /** What is struck again soon after it was back was not well in between: one shape (rule 14). */
  private List<Shape> joined(List<Shape> strokes) {
    var groups = new ArrayList<List<Shape>>();
    for (var stroke : strokes) {
      var group = new ArrayList<>(List.of(stroke));
      for (var same : List.copyOf(groups)) {
        if (same.stream().anyMatch(before -> isAgain(before, stroke))) {
          groups.remove(same);
          group.addAll(same);
        }
      }
      groups.add(group);
    }
    return groups.stream().map(this::joint).toList();
  }

  private Shape joint(List<Shape> strokes) {
    var kind =
        strokes.stream().map(stroke -> stroke.finding().kind()).min(Comparator.naturalOrder());
    var covered = strokes.stream().flatMap(stroke -> stroke.covered().stream());
    return strokes.size() == 1
        ? strokes.getFirst()
        : shape(kind.orElseThrow(), covered.sorted(Finding.TIME).toList());
  }

  private static boolean isAgain(Shape one, Shape other) {
    return isOfSame(one.finding(), other.finding())
        && one.covered().stream()
            .anyMatch(
                loss ->
                    other.covered().stream()
                        .anyMatch(o -> Offers.isAgain(loss, o) || Offers.isAgain(o, loss)));
  }

  /** On an active-standby gateway an outage is a failover that nothing came of. */
  private static boolean isOfSame(Finding one, Finding other) {
    return one.is(ConditionKind.SITE_DOWN) == other.is(ConditionKind.SITE_DOWN)
        && one.entity().equals(other.entity())
        && Offers.isSoon(one, other);
  }

  /** Without those that went in one stroke with other sites'. */
  private List<Finding> ofNoGateway(List<Finding> losses, List<Shape> shapes) {
    var gateways = new HashSet<Finding>();
    shapes.stream()
        .map(Shape::covered)
        .filter(
            covered -> layout.sites(remotes(covered)).size() >= 2 || awaited.areSeveral(covered))
        .forEach(gateways::addAll);
    return losses.stream().filter(loss -> !gateways.contains(loss)).toList();
  }

  /** Turns the losses of one stroke, earliest first, into the shapes they have. */
  private interface Look {
    Optional<Shape> at(List<Finding> stroke);
  }

  /** Looks at each loss together with what follows it, unless a shape has it already. */
  private static void each(Duration within, List<Finding> losses, Look look, List<Shape> shapes) {
    var taken = new HashSet<Finding>();
    shapes.forEach(shape -> taken.addAll(shape.covered()));
    for (int i = 0; i < losses.size(); i++) {
      var until = losses.get(i).from().plus(within);
      var stroke =
          losses.subList(i, losses.size()).stream()
              .takeWhile(loss -> !loss.from().isAfter(until))
              .filter(loss -> !taken.contains(loss))
              .toList();
      if (stroke.contains(losses.get(i))) {
        var shape = look.at(stroke);
        shape.ifPresent(found -> taken.addAll(found.covered()));
        shape.ifPresent(shapes::add);
      }
    }
  }

  private Optional<Shape> gatewayDown(List<Finding> stroke) {
    var at = stroke.getFirst().from();
    if (layout.sites(remotes(stroke)).size() < 2 || !isAllOfGateway(stroke, at)) {
      return Optional.empty();
    }
    if (layout.activeActiveAt(at)) {
      boolean both = instances(stroke).size() == Instance.values().length;
      return both ? Optional.of(shape(ConditionKind.GATEWAY_DOWN, stroke)) : Optional.empty();
    }
    boolean over = stroke.stream().noneMatch(Shapes::tookOver) && !isPending(stroke);
    return Optional.of(shape(over ? ConditionKind.GATEWAY_DOWN : ConditionKind.FAILOVER, stroke));
  }

  private Optional<Shape> goneOneByOne(List<Finding> losses) {
    return oneByOne.of(losses).map(both -> shape(ConditionKind.GATEWAY_DOWN, both));
  }

  /** All that counts as up, or all of which anything was heard, of each instance. */
  private boolean isAllOfGateway(List<Finding> stroke, Instant at) {
    if (isAll(stroke, scene.upBefore(at, layout.remotes(), Optional.empty()))) {
      return true;
    }
    if (!layout.activeActiveAt(at)) {
      return isAll(stroke, scene.allHeard(at, layout.remotes(), Optional.empty()));
    }
    return Arrays.stream(Instance.values())
        .allMatch(
            on -> isAll(on(on, stroke), scene.allHeard(at, layout.remotes(), Optional.of(on))));
  }

  /** Until the time for taking over has passed, what is still down may yet be taken over. */
  private boolean isPending(List<Finding> stroke) {
    return stroke.stream().anyMatch(Finding::isOpen)
        && !asOf.reached(stroke.getFirst().from().plus(TAKEOVER));
  }

  static boolean tookOver(Finding loss) {
    var about = loss.about();
    return about.returnedOn().isPresent()
        && !about.returnedOn().equals(about.instance())
        && !loss.end().isAfter(loss.from().plus(TAKEOVER));
  }

  private Optional<Shape> handedOver(List<Finding> stroke) {
    var at = stroke.getFirst().from();
    var instance = stroke.getFirst().about().instance();
    var standby = stroke.stream().filter(loss -> loss.says(STANDBY_CHANGED)).toList();
    if (isHandedOver(stroke, scene::upBefore, scene::upBefore)
        || isHandedOver(stroke, scene::allHeard, scene::heardBefore)
        || onlyOneMoved(stroke, scene.upBefore(at, layout.remotes(), instance))
        || onlyOneMoved(stroke, scene.allHeard(at, layout.remotes(), instance))
        || awaited.is(stroke)) {
      return Optional.of(shape(ConditionKind.FAILOVER, stroke));
    }
    return standby.isEmpty() || !standby.contains(stroke.getFirst())
        ? Optional.empty()
        : Optional.of(shape(ConditionKind.FAILOVER, standby));
  }

  /** What counts as up, or that of which anything was heard. */
  private interface Known {
    NavigableSet<String> before(Instant at, Collection<IpAddress> to, Optional<Instance> on);
  }

  /**
   * @param all what may be all that was up
   * @param kept what of the other instance may carry on: one path is enough, whatever its share
   */
  private boolean isHandedOver(List<Finding> stroke, Known all, Known kept) {
    var first = stroke.getFirst();
    return isToTwoPeers(stroke)
        && isAll(stroke, all.before(first.from(), layout.remotes(), first.about().instance()))
        && (layout.activeActiveAt(first.from()) ? twinKeeps(stroke, kept) : allTookOver(stroke));
  }

  /** The two addresses of one far gateway are one peer. */
  private boolean isToTwoPeers(List<Finding> stroke) {
    var one = stroke.getFirst().remote();
    return remotes(stroke).stream().anyMatch(other -> !layout.samePeer(one, other));
  }

  private boolean allTookOver(List<Finding> stroke) {
    return isAll(stroke.stream().filter(Shapes::tookOver).toList(), entities(stroke));
  }

  /**
   * The only path an active-standby gateway has went over, and nothing was lost on the instance it
   * went to.
   */
  private boolean onlyOneMoved(List<Finding> stroke, NavigableSet<String> up) {
    var loss = stroke.getFirst();
    return !layout.activeActiveAt(loss.from())
        && entities(stroke).equals(up)
        && stroke.size() == 1
        && tookOver(loss)
        && scene.histories.values().stream()
            .filter(way -> way.tunnel().remoteIp().equals(loss.remote()))
            .filter(way -> loss.about().returnedOn().equals(Optional.of(way.tunnel().instance())))
            .flatMap(way -> way.outages().stream())
            .noneMatch(outage -> isBetween(outage.from(), loss.from().minus(TAKEOVER), loss.end()));
  }

  /**
   * The other instance keeps a tunnel to one of these peers until they are back, or for as long as
   * it bears their silence: it notices a little later what took both.
   */
  private boolean twinKeeps(List<Finding> stroke, Known known) {
    var from = stroke.getFirst().from();
    var borne = from.plus(Offers.patience(scene, stroke.getFirst()));
    var back = stroke.stream().map(Finding::end).max(Comparator.naturalOrder()).orElseThrow();
    var until = back.isBefore(borne) ? back : borne;
    var twin = stroke.getFirst().about().instance().map(Instance::other);
    var kept = known.before(from, remotes(stroke), twin);
    scene.losses.stream()
        .filter(loss -> loss.covers(from) || isBetween(loss.from(), from, until))
        .forEach(loss -> kept.remove(loss.entity()));
    return !kept.isEmpty();
  }

  /** All of two or more devices of one site, while the gateway itself is well (rule 27's table). */
  private Optional<Shape> sitesDown(List<Finding> stroke) {
    var at = stroke.getFirst().from();
    var site = layout.site(stroke.getFirst().remote());
    var remotes = layout.remotesOf(site);
    var ofSite = stroke.stream().filter(loss -> remotes.contains(loss.remote())).toList();
    boolean all = areDownTogether(ofSite, scene.upBefore(at, remotes, Optional.empty()));
    boolean ofDevices = ofSite.stream().noneMatch(loss -> layout.leadsToGateway(loss.remote()));
    return all
            && ofDevices
            && !isGateway(stroke, remotes)
            && ofSite.stream().noneMatch(this::isOurs)
        ? Optional.of(shape(ConditionKind.SITE_DOWN, ofSite))
        : Optional.empty();
  }

  /** What goes one after the other, each back before the next, leaves a way at every moment. */
  private static boolean areDownTogether(List<Finding> ofSite, Collection<String> up) {
    return ofSite.stream()
        .map(last -> ofSite.stream().filter(loss -> loss.covers(last.from())).toList())
        .anyMatch(down -> remotes(down).size() >= 2 && isAll(down, up));
  }

  /** Whether everything else went too, or as good as. */
  private boolean isGateway(List<Finding> stroke, Collection<IpAddress> ofSite) {
    var others = new TreeSet<>(layout.remotes());
    others.removeAll(ofSite);
    var at = stroke.getFirst().from();
    var up = scene.upBefore(at, others, Optional.empty());
    var lost = entities(stroke);
    lost.retainAll(up);
    return (!lost.isEmpty() && lost.size() * 10 >= up.size() * 9)
        || isAll(stroke, scene.allHeard(at, others, Optional.empty()));
  }

  /** Azure's own doing: a record or its own words claim it, or the other instance took over. */
  private boolean isOurs(Finding loss) {
    return tookOver(loss)
        || loss.says(STANDBY_CHANGED)
        || loss.says(Changes.SAID)
        || Offers.claimed(scene, loss);
  }

  private Shape shape(ConditionKind kind, List<Finding> covered) {
    var first = covered.getFirst();
    boolean ofInstance = kind == ConditionKind.FAILOVER && layout.activeActiveAt(first.from());
    var instance = ofInstance ? first.about().instance() : Optional.<Instance>empty();
    var gateway = layout.gateway();
    var entity =
        kind == ConditionKind.SITE_DOWN
            ? layout.site(first.remote())
            : instance.map(i -> Entities.instance(gateway, i)).orElse(gateway.name());
    return new Shape(of(kind, entity, instance, covered), covered);
  }

  /**
   * The part of a shape that its own losses make: what went with them and has another parent is no
   * part of it, neither its site nor how long it lasted.
   *
   * @param own in order of time
   */
  static Finding madeOf(Finding shape, List<Finding> own) {
    return of(shape.kind(), shape.entity(), shape.about().instance(), own);
  }

  private static Finding of(
      ConditionKind kind, String entity, Optional<Instance> instance, List<Finding> losses) {
    boolean open = losses.stream().anyMatch(Finding::isOpen);
    var last = losses.stream().map(Finding::end).max(Comparator.naturalOrder());
    return new Finding(
        kind,
        entity,
        losses.getFirst().from(),
        open ? Optional.empty() : last,
        About.of(instance, remotes(losses)),
        losses.stream().map(Finding::opening).toList(),
        Set.of());
  }

  /** "All" means at least 90% and at least 2. */
  private static boolean isAll(List<Finding> lost, Collection<String> of) {
    var entities = entities(lost);
    entities.retainAll(of);
    return entities.size() >= 2 && entities.size() * 10 >= of.size() * 9;
  }

  static NavigableSet<String> entities(List<Finding> losses) {
    var entities = new TreeSet<String>();
    losses.forEach(loss -> entities.add(loss.entity()));
    return entities;
  }

  static NavigableSet<IpAddress> remotes(List<Finding> losses) {
    var remotes = new TreeSet<IpAddress>();
    losses.forEach(loss -> remotes.add(loss.remote()));
    return remotes;
  }

  static Set<Instance> instances(List<Finding> losses) {
    var instances = EnumSet.noneOf(Instance.class);
    losses.forEach(loss -> loss.about().instance().ifPresent(instances::add));
    return instances;
  }

  static List<Finding> on(Instance instance, List<Finding> stroke) {
    return stroke.stream()
        .filter(loss -> loss.about().instance().filter(i -> i == instance).isPresent())
        .toList();
  }

  private static boolean isBetween(Instant at, Instant from, Instant until) {
    return !at.isBefore(from) && !at.isAfter(until);
  }

  /** How much longer one device's silence is borne than another's. */
  private Duration spread() {
    var timers = layout.remotes().stream().map(layout::dpd).toList();
    return timers.isEmpty()
        ? Duration.ZERO
        : timers.stream()
            .max(Comparator.naturalOrder())
            .get()
            .minus(timers.stream().min(Comparator.naturalOrder()).get());
  }
}
