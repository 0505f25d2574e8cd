package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds each condition its one parent (rules 22 to 26), and so makes trees. */
final class Linking {
  /** An open condition older than this adopts only what happens on its own tunnel (rule 26). */
  private static final Duration ADOPTS_FOR = Duration.ofHours(2);

  private static final int BY_CONSEQUENCE = CausalTable.ROWS.size();
  private static final int AS_SIBLING = BY_CONSEQUENCE + 1;

  private static final Set<ConditionKind> PLATFORM =
      EnumSet.of(ConditionKind.MAINTENANCE, ConditionKind.GATEWAY_DOWN, ConditionKind.FAILOVER);
  private static final Set<Cause> NO_PROOF = EnumSet.of(Cause.INSTANCE_FAILOVER, Cause.UNEXPLAINED);

  private static final Comparator<Offer> BEST =
      Comparator.comparingInt(Offer::precedence)
          .thenComparing(offer -> offer.lag().abs())
          .thenComparing(offer -> offer.parent().from())
          .thenComparing(offer -> offer.parent().entity());

  private final Scene scene;
  private final Map<Finding, Finding> parents = new HashMap<>();
  private final Map<Finding, Optional<Finding>> chosen = new HashMap<>();

  private Linking(Scene scene) {
    this.scene = scene;
  }

  private record Offer(int precedence, Duration lag, Finding parent) {}

  /** The trees that are incidents. */
  static List<Tree> trees(Scene scene) {
    var links = new Linking(scene).links();
    return links.roots().stream()
        .filter(links::costs)
        .map(root -> links.tree(root).deprivedBy(scene))
        .filter(tree -> !isNoise(scene, tree))
        .toList();
  }

  /** All trees, those that cost nothing too. */
  static List<Tree> all(Scene scene) {
    var links = new Linking(scene).links();
    return links.roots().stream().map(root -> links.tree(root).deprivedBy(scene)).toList();
  }

  /**
   * A negotiation that failed once or for some seconds, took no tunnel, and was of a path that
   * counts as up or of somebody nobody knows: packets get lost, and whoever tries a public address
   * is refused. A configured path that never came up is told from its first failure on.
   */
  private static boolean isNoise(Scene scene, Tree tree) {
    var root = tree.root();
    if (!tree.members().stream().allMatch(member -> member.is(ConditionKind.IKE_FAILING))) {
      return false;
    }
    boolean awaited = scene.layout.connection(root.remote()).isPresent() && scene.neverUp(root);
    return !awaited && !lastLine(tree).isAfter(root.from().plus(Confirm.ELSE));
  }

  private static Instant lastLine(Tree tree) {
    return tree.members().stream()
        .map(member -> member.lines().getLast().at())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Who has whom for a parent. */
  private record Links(List<Finding> roots, Map<Finding, List<Finding>> children) {

    /** Shapes are made of the losses that chose them. */
    Links made() {
      var made = new HashMap<>(children);
      var all = new ArrayList<Finding>();
      for (var root : roots) {
        var losses =
            children.getOrDefault(root, List.of()).stream()
                .filter(child -> child.is(ConditionKind.TUNNEL_DOWN))
                .sorted(Finding.TIME)
                .toList();
        boolean isMade = Scene.isShape(root.kind()) && !losses.isEmpty();
        var shape = isMade ? Shapes.madeOf(root, losses) : root;
        all.add(shape);
        if (isMade) {
          made.put(shape, children.get(root));
        }
      }
      return new Links(all, made);
    }

    Tree tree(Finding root) {
      return Tree.of(root, children);
    }

    /**
     * Shapes exist only if a loss chose them (rule 14); work that cost nothing is none (rule 28).
     */
    boolean costs(Finding root) {
      boolean needsChildren =
          Scene.isShape(root.kind())
              || root.is(ConditionKind.MAINTENANCE)
              || root.is(ConditionKind.CONFIGURATION_CHANGED);
      return !needsChildren || children.containsKey(root);
    }
  }

  private Links links() {
    var findings = scene.findings();
    var children = new HashMap<Finding, List<Finding>>();
    var roots = new ArrayList<Finding>();
    for (var child : findings) {
      var parent = taker(child, findings).or(() -> chosen(child, findings));
      parent.ifPresent(found -> parents.put(child, found));
      parent.ifPresentOrElse(
          found -> children.computeIfAbsent(found, _ -> new ArrayList<>()).add(child),
          () -> roots.add(child));
    }
    return new Links(roots, children).made();
  }

  /**
   * What flaps because something else does is a part of that: where most of its losses chose
   * another parent, it has that of the first that did. So each incident of flapping has a loss of
   * its own.
   */
  private Optional<Finding> taker(Finding flapping, List<Finding> findings) {
    if (!flapping.is(ConditionKind.TUNNEL_FLAPPING)) {
      return Optional.empty();
    }
    var theirs =
        scene.losses.stream()
            .filter(loss -> Offers.flapping(scene, flapping, loss).isPresent())
            .flatMap(loss -> chosen(loss, findings).stream())
            .toList();
    var others = theirs.stream().filter(by -> !by.is(ConditionKind.TUNNEL_FLAPPING)).toList();
    long own = theirs.stream().filter(flapping::equals).count();
    return others.size() > own ? Optional.of(others.getFirst()) : Optional.empty();
  }

  /**
   * What is lost while it flaps never chooses a sibling, so that it may choose ahead of its turn.
   */
  private Optional<Finding> chosen(Finding child, List<Finding> findings) {
    return chosen.computeIfAbsent(child, _ -> parent(child, findings));
  }

  private Optional<Finding> parent(Finding child, List<Finding> findings) {
    if (Scene.isShape(child.kind())) {
      return Optional.empty();
    }
    var offers = new ArrayList<Offer>();
    boolean refused = CausalTable.isRefused(scene, child);
    for (var parent : findings) {
      if (Finding.RANK.compare(parent, child) >= 0) {
        break; // a parent precedes its child, and they come in that order
      }
      if (isNear(parent, child) && adopts(parent, child) && !isTakenTwin(parent, child)) {
        addOffers(parent, child, refused, offers);
      }
    }
    if (child.about().remotes().isEmpty()) {
      addSuspects(child, offers);
    }
    return offers.stream().min(BEST).map(Offer::parent);
  }

  /** Why the one comes and goes is then no reason for the other. */
  private boolean isTakenTwin(Finding parent, Finding child) {
    return parent.is(ConditionKind.TUNNEL_FLAPPING)
        && child.is(ConditionKind.TUNNEL_FLAPPING)
        && !root(parent).is(ConditionKind.TUNNEL_FLAPPING);
  }

  /** No edge reaches further; what fails on and on meets a loss when it has failed for hours. */
  private static boolean isNear(Finding parent, Finding child) {
    return (child.isOpen() || !parent.from().isAfter(child.end().plus(Horizon.REACH)))
        && (parent.isOpen() || !parent.end().isBefore(child.from().minus(Horizon.REACH)));
  }

  /**
   * A session or its routes may be any lost peer's (rule 19). Where all that could be meant are of
   * one fault, so is it.
   */
  private void addSuspects(Finding child, List<Offer> offers) {
    var suspects = Offers.suspects(scene, child);
    if (suspects.stream().map(this::root).distinct().count() == 1) {
      suspects.forEach(
          loss ->
              offers.add(
                  new Offer(BY_CONSEQUENCE, Duration.between(loss.from(), child.from()), loss)));
    }
  }

  private Finding root(Finding of) {
    var root = of;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  private void addOffers(Finding parent, Finding child, boolean refused, List<Offer> offers) {
    for (int i = 0; i < CausalTable.ROWS.size(); i++) {
      var row = CausalTable.ROWS.get(i);
      if (row.root().equals(Optional.of(parent.kind())) && !isBarred(parent, child, refused)) {
        add(i, row.edge().lag(scene, parent, child), parent, offers);
      }
    }
    add(BY_CONSEQUENCE, Offers.consequence(scene, parent, child), parent, offers);
    if (!isAnotherFault(parent, child, refused)) {
      add(AS_SIBLING, Offers.sibling(scene, parent, child), parent, offers);
    }
  }

  private boolean isBarred(Finding shape, Finding loss, boolean refused) {
    return (shape.is(ConditionKind.GATEWAY_DOWN) || shape.is(ConditionKind.FAILOVER))
        && (refused || loss.says(Changes.SAID) || isPeerRefused(shape, loss));
  }

  /**
   * Who was struck with it and is refused on the other instance while this tunnel is still down is
   * kept from it by that, and not by what struck the gateway.
   */
  private boolean isPeerRefused(Finding shape, Finding loss) {
    if (!scene.covers(shape, loss)) {
      return false;
    }
    var patience = Offers.patience(scene, loss);
    return scene.lossesBetween(loss.from().minus(patience), loss.from().plus(patience)).stream()
        .filter(
            other -> !other.equals(loss) && scene.layout.samePeer(other.remote(), loss.remote()))
        .filter(other -> scene.covers(shape, other))
        .flatMap(other -> CausalTable.refusals(scene, other))
        .anyMatch(line -> line.at().isBefore(loss.end()));
  }

  /**
   * What the platform did was over when the tunnel returned. What takes it again and says that the
   * far side did it is no more of the same, though it comes soon. Likewise what takes the tunnel of
   * the other instance, which maintenance did not strike; beside a shape only a refusal tells the
   * two apart, since silence is what both look like.
   */
  private boolean isAnotherFault(Finding parent, Finding child, boolean refused) {
    var root = root(parent);
    if (!child.is(ConditionKind.TUNNEL_DOWN) || !PLATFORM.contains(root.kind())) {
      return false;
    }
    boolean over = !parent.end().isAfter(child.from());
    return (over || root.is(ConditionKind.MAINTENANCE))
        ? !NO_PROOF.contains(CausalTable.proven(scene, List.of(child)))
        : refused;
  }

  private static void add(
      int precedence, Optional<Duration> lag, Finding parent, List<Offer> offers) {
    lag.ifPresent(between -> offers.add(new Offer(precedence, between, parent)));
  }

  private static boolean adopts(Finding parent, Finding child) {
    boolean old =
        parent.end().isAfter(child.from()) && parent.from().plus(ADOPTS_FOR).isBefore(child.from());
    return !old || Offers.sameTunnel(parent, child);
  }
}
