package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Fragments of faults, of healthy noise, and of what comes close to a limit of a rule. */
final class Fragments {
  private final SplittableRandom random;
  private final Scenario scenario;
  private final Story story;
  private final List<Instance> instances = List.of(Instance.values());
  private final List<Reason> reasons = List.of(Reason.values());

  Fragments(SplittableRandom random, Scenario scenario, Story story) {
    this.random = random;
    this.scenario = scenario;
    this.story = story;
  }

  void fragments(Instant from, int count) {
    for (int i = 0; i < count; i++) {
      story.enqueued(delay());
      // On a coarse grid, so that faults meet, and some instants exactly at a limit.
      fragment(from.plusSeconds(30L * random.nextInt(40)));
    }
  }

  private String delay() {
    return switch (scenario.weight) {
      case EVEN, FLAPS, CROWDED, STROKES -> pick("1M", "1M", "1M", "90S", "30M", "31M");
      case DAYS ->
          random.nextInt(8) > 0 ? pick("1M", "1M", "90S") : pick("31M", "5H", "35H59M", "37H");
      case LATE -> pick("1M", "30M", "31M", "32M", "45M", "1H", "2H", "37H");
    };
  }

  private void fragment(Instant start) {
    var peer = peers().get(random.nextInt(peers().size()));
    var on = instances.get(random.nextInt(2));
    int kinds = scenario.weight == Scenario.Weight.DAYS ? 18 : 14;
    switch (scenario.weight == Scenario.Weight.FLAPS ? 7 : random.nextInt(kinds)) {
      case 0 -> {
        lost(start, on, peer);
        if (random.nextBoolean()) {
          groupHint(start.plusSeconds(pick(-20, 2, 90, 299)), on, peer);
        }
      }
      case 1 -> {
        lost(start, on, peer);
        lost(start.plusSeconds(pick(0, 2, 60, 61)), on.other(), peer);
      }
      case 2, 3 -> stroke(start, on, start.plusSeconds(pick(5, 75, 119, 120, 121)));
      case 4 -> {
        story.at(start).maintenance(random.nextBoolean() ? Optional.of(on) : Optional.empty());
        stroke(start.plusSeconds(pick(-2, 10, 120)), on, start.plusSeconds(150));
        stroke(start.plusSeconds(pick(1200, 2699, 2700)), on.other(), start.plusSeconds(2800));
      }
      case 5 -> changed(start, on, peer);
      case 6 -> refusals(start, on, peer);
      case 7 -> flaps(start, on, peer);
      case 8 -> bgp(start, on, peer);
      case 9 -> noise(start, on, peer);
      case 10 -> {
        stroke(start, Instance.IN_0, start.plusSeconds(400));
        var second = start.plusSeconds(pick(0, 5, 10, 50, 120, 121));
        stroke(second, Instance.IN_1, start.plusSeconds(pick(410, 460)));
      }
      case 11 -> aged(start, on, peer);
      case 12 -> {
        lost(start, on, peers().getLast());
        lost(start.plusSeconds(pick(3, 120, 121)), on, peers().getFirst());
        story.at(start.plusSeconds(70)).alive(on, peers().getLast());
      }
      case 13 -> takenOver(start, on, peer);
      case 14 -> {
        story.at(start).down(on, peer, reason());
        story.at(start.plusSeconds(pick(7_000, 40_000, 150_000, 400_000))).up(on, peer);
      }
      case 15 -> onAndOn(start, on, peer);
      case 16 -> {
        story.at(start).bgpDown(on, Cast.PARIS_BGP);
        story.at(start).routes(RouteChange.WITHDRAWN, Cast.PARIS_BGP, "10.52.0.0/16");
        story.at(start.plusSeconds(70_000)).bgpUp(on, Cast.PARIS_BGP);
        var back = start.plusSeconds(pick(9_000, 200_000));
        story.at(back).routes(RouteChange.ANNOUNCED, Cast.PARIS_BGP, "10.52.0.0/16");
      }
      default -> {
        story.at(start).down(on, peer, Reason.TUNNEL_REMOVED);
        madeAnew(start, on, peer);
        story.at(start.plusSeconds(pick(7_000, 150_000))).up(on, peer);
      }
    }
  }

  /** A handshake in which the other group is wanted, and which goes well, or does not. */
  private void groupHint(Instant at, Instance on, IpAddress peer) {
    story.at(at).refused(on, peer, Reason.KEY_EXCHANGE_MISMATCH);
    if (random.nextInt(3) == 0) {
      story.at(at.plusSeconds(pick(0, 15))).refused(on, peer, reason());
    }
    story.at(at.plusSeconds(pick(1, 30, 31))).up(on, peer);
  }

  /** A peer that is never reached: refused again and again for hours. */
  private void onAndOn(Instant from, Instance on, IpAddress peer) {
    var why = reason();
    int hours = pick(1, 2, 5);
    for (int i = 0; i <= 2 * hours; i++) {
      story.at(from.plusSeconds((long) i * pick(1_800, 1_700))).refused(on, peer, why);
      story.at(from.plusSeconds(i * 1_800L + 550)).refused(on, peer, why);
      story.at(from.plusSeconds(i * 1_800L + 1_100)).refused(on, peer, why);
    }
    if (random.nextBoolean()) {
      story.at(from.plusSeconds(pick(0, 100, 5_000))).down(on, peer, why);
    }
    if (random.nextBoolean()) {
      story.at(from.plusSeconds(hours * 3_600L)).alive(on, peer);
    }
  }

  private List<IpAddress> peers() {
    return scenario.peers();
  }

  private void lost(Instant at, Instance on, IpAddress peer) {
    story.at(at.plusMillis(random.nextInt(3) * 500L)).down(on, peer, reason());
    if (random.nextInt(4) > 0) {
      story.at(at.plusSeconds(pick(0, 1, 12, 29, 30, 240, 700))).up(on, peer);
    }
    if (random.nextInt(5) == 0) {
      story.at(at.plusSeconds(pick(61, 130))).alive(on, peer);
    }
  }

  private void stroke(Instant at, Instance on, Instant back) {
    for (var peer : peers()) {
      if (random.nextInt(12) > 0) {
        story.at(at.plusSeconds(random.nextInt(7))).down(on, peer, reason());
        if (random.nextInt(8) > 0) {
          story.at(back).up(random.nextBoolean() ? on : on.other(), peer);
        }
      }
    }
  }

  /** An instance dies without a word, or seems to, and the other takes over what it carried. */
  private void takenOver(Instant at, Instance on, IpAddress peer) {
    story.at(at.minusSeconds(pick(1, 300, 3_600, 90_000))).up(on, peer);
    story.at(at).up(on.other(), peer);
    if (random.nextInt(3) == 0) {
      story.at(at.plusSeconds(pick(0, 29, 60, 90, 700))).alive(on, peer);
    }
    if (random.nextInt(3) == 0) {
      story.at(at.plusSeconds(pick(0, 1, 20, 400, 2_000))).down(on, peer, reason());
    }
    if (random.nextInt(3) == 0) {
      story.at(at.plusSeconds(pick(0, 2, 400, 2_000))).up(on, peer);
    }
    lost(at.plusSeconds(pick(1, 30, 600, 7_200)), on.other(), peer);
  }

  /** The same all over again, and now and then not quite. */
  void strokes(Instant from) {
    story.enqueued(delay());
    var on = instances.get(random.nextInt(2));
    boolean whole = random.nextBoolean();
    int every = pick(40, 100, 250, 615, 620);
    int lasts = pick(0, 15, 20);
    int rounds = 3 + random.nextInt(4);
    var at = from;
    for (int i = 0; i < rounds; i++) {
      volley(at, on, at.plusSeconds(lasts));
      if (whole && random.nextInt(6) > 0) {
        volley(at.plusSeconds(pick(0, 1, 4)), on.other(), at.plusSeconds(lasts + 1));
      }
      at = at.plusSeconds(random.nextInt(6) > 0 ? every : pick(600, 616));
    }
  }

  private void volley(Instant at, Instance on, Instant back) {
    var over = random.nextInt(4) > 0 ? on : on.other();
    var why = pick(Reason.NOT_STATED, Reason.PEER_SILENT, Reason.STANDBY_CHANGED);
    for (var peer : peers()) {
      if (random.nextInt(24) > 0) {
        var reason = random.nextInt(16) > 0 ? why : reason();
        story.at(at.plusSeconds(random.nextInt(3))).down(on, peer, reason);
      }
      if (random.nextInt(24) > 0) {
        story.at(back.plusSeconds(3)).up(over, peer);
      }
    }
  }

  private void changed(Instant at, Instance on, IpAddress peer) {
    boolean whole = random.nextBoolean();
    var name = Optional.of(pick("to-paris", "to-nowhere")).filter(_ -> random.nextBoolean());
    if (!whole && name.isPresent() && random.nextBoolean()) {
      story.at(at).siteChanged(pick("LNG-Paris", "lng-nowhere"));
    } else {
      story
          .at(at)
          .changed(whole ? ConfigurationScope.GATEWAY : ConfigurationScope.CONNECTION, name);
    }
    lost(at.plusSeconds(pick(-5, -6, 3, 39, 40, 120, 121)), on, peer);
    if (whole) {
      lost(at.plusSeconds(4), on, Cast.PARIS);
    }
  }

  private void refusals(Instant at, Instance on, IpAddress peer) {
    var why = reason();
    if (random.nextInt(4) == 0) {
      story.at(at.minusSeconds(pick(1, 10, 11))).down(on, peer, Reason.TUNNEL_REMOVED);
      if (random.nextBoolean()) {
        story.at(at.minusSeconds(60)).down(on, peer, reason()).down(on.other(), peer, reason());
      }
    }
    for (int i = 0; i < 8; i++) {
      story.at(at.plusSeconds(7L * i)).refused(on, peer, why);
      if (random.nextInt(6) == 0) {
        nameless(at.plusSeconds(7L * i), why);
      }
    }
    if (random.nextBoolean()) {
      lost(at.plusSeconds(pick(30, 31, 0)), on, peer);
    }
    story.at(at.plusSeconds(pick(600, 656, 700))).refused(on, peer, why);
  }

  /** What says that a removed connection is there again, or does not quite. */
  private void madeAnew(Instant removed, Instance on, IpAddress peer) {
    if (random.nextInt(3) == 0) {
      story.at(removed.minusSeconds(pick(1, 2, 200))).down(on, peer, Reason.PEER_SILENT);
      story.at(removed.minusSeconds(pick(-1, 0, 2, 200))).down(on.other(), peer, reason());
      if (random.nextBoolean()) {
        var at = removed.plusSeconds(pick(1, 120, 121));
        story.at(at).down(on.other(), peer, Reason.TUNNEL_REMOVED);
      }
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      var at = removed.plusSeconds(pick(10, 11, 70, 71, 500, 6_000, 6_600, 6_999, 89_940, 90_000));
      story.at(at).refused(on, peer, pick(Reason.AUTHENTICATION, Reason.POLICY_MISMATCH));
    }
    if (random.nextBoolean()) {
      var at = removed.plusSeconds(pick(120, 121, 5_000, 70_000));
      story.at(at).changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    }
    if (random.nextInt(4) == 0) {
      var at = removed.plusSeconds(pick(6_500, 100_000));
      story.at(at).down(on, peer, pick(Reason.TUNNEL_REMOVED, Reason.PEER_SILENT));
    }
  }

  private void flaps(Instant at, Instance on, IpAddress peer) {
    int losses = 3 + random.nextInt(4);
    for (int i = 0; i < losses; i++) {
      story.at(at.plusSeconds(40L * i)).down(on, peer, reason());
      if (i < losses - 1 || random.nextBoolean()) {
        story.at(at.plusSeconds(40L * i + 15)).up(on, peer);
      }
    }
  }

  private void bgp(Instant at, Instance on, IpAddress peer) {
    if (random.nextBoolean()) {
      lost(at, on, random.nextBoolean() ? Cast.PARIS : peer);
    }
    story.at(at.plusSeconds(pick(0, -45, 185, 186))).bgpDown(on, Cast.PARIS_BGP);
    if (random.nextInt(6) == 0) { // in one instant
      story.bgpUp(on, Cast.PARIS_BGP);
    }
    var withdrawn = at.plusSeconds(pick(1, 60, 245, 246));
    story.at(withdrawn).routes(RouteChange.WITHDRAWN, Cast.PARIS_BGP, "10.52.0.0/16");
    if (random.nextBoolean()) {
      var by = random.nextBoolean() ? on : on.other();
      story.at(at.plusSeconds(400)).bgpUp(by, Cast.PARIS_BGP);
      story
          .at(at.plusSeconds(401))
          .routes(RouteChange.ANNOUNCED, Cast.PARIS_BGP, "10.52.0.0/16", "10.53.0.0/16");
      if (random.nextBoolean()) {
        var ended = at.plusSeconds(pick(400, 585, 586));
        story.at(ended).bgpDown(by.other(), Cast.PARIS_BGP);
        story
            .at(ended.plusSeconds(pick(-3, -2, 2, 60, 61)))
            .routes(RouteChange.WITHDRAWN, Cast.PARIS_BGP, "10.52.0.0/16");
      }
    } else if (random.nextBoolean()) { // of its return no record is left
      var announced = at.plusSeconds(pick(30, 60, 61, 246, 247, 400));
      story.at(announced).routes(RouteChange.ANNOUNCED, Cast.PARIS_BGP, "10.52.0.0/16");
    }
  }

  private void noise(Instant at, Instance on, IpAddress peer) {
    story.at(at).up(on, peer).up(on.other(), peer).rekeyed(on, peer);
    story.at(at.plusSeconds(10)).deleted(on, peer, Reason.SA_EXPIRED_OR_DELETED);
    story.at(at.plusSeconds(20)).childDeleted(on.other(), peer, Reason.SA_EXPIRED_OR_DELETED);
    story.at(at.plusSeconds(21)).childDeleted(on, peer, reason());
    var why = reason();
    story.at(at.plusSeconds(22)).refused(on, Cast.SEA_0, why);
    if (random.nextBoolean()) {
      nameless(at.plusSeconds(22), why);
    }
    lost(at.plusSeconds(pick(25, 299, 300)), on, peer);
  }

  /** The service below IKE says the same about then, and not of whom. */
  private void nameless(Instant at, Reason why) {
    story.at(at.plusSeconds(pick(-2, 0, 1, 2, 3))).refused(why);
  }

  /** Lost about when an SA ends that was made or renewed so long before. */
  private void aged(Instant at, Instance on, IpAddress peer) {
    int age = pick(26_459, 26_460, 27_540, 27_541, 28_224, 28_800, 29_376, 29_436, 29_437);
    if (random.nextBoolean()) {
      story.at(at.minusSeconds(age)).up(on, peer);
    } else {
      story.at(at.minusSeconds(age)).rekeyed(on, peer);
    }
    lost(at, on, peer);
    if (random.nextInt(3) == 0) {
      story.at(at.minusSeconds(pick(27_000, 9_000))).rekeyed(on.other(), peer);
      lost(at.plusSeconds(pick(3, 60, 61)), on.other(), peer);
    }
    if (random.nextInt(4) == 0) {
      story.at(at.minusSeconds(20_000)).down(on, peer, reason());
    }
  }

  private Reason reason() {
    return reasons.get(random.nextInt(reasons.size()));
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private Reason pick(Reason... of) {
    return of[random.nextInt(of.length)];
  }

  int pick(int... of) {
    return of[random.nextInt(of.length)];
  }
}
