package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A random history of one gateway, composed of fragments of faults and of healthy noise. */
final class History {
  private final SplittableRandom random;
  private final Story story;
  private final Fragments faults;

  private History(SplittableRandom random, Scenario scenario) {
    this.random = random;
    this.story = scenario.topology().map(Story::at).orElseGet(() -> Story.at(Cast.WEU));
    this.faults = new Fragments(random, scenario, story);
  }

  /** In order of arrival. */
  record Told(List<Heard> all) {
    List<GatewayEvent> events() {
      return all.stream().flatMap(heard -> heard.event().stream()).toList();
    }

    List<Presence> signs() {
      return all.stream().flatMap(heard -> heard.sign().stream()).toList();
    }
  }

  /** One of both. */
  record Heard(Instant enqueuedAt, Optional<GatewayEvent> event, Optional<Presence> sign) {
    static Heard of(GatewayEvent event) {
      return new Heard(
          event.evidence().enqueuedAt().orElseThrow(), Optional.of(event), Optional.empty());
    }

    /** Whether that was news. */
    boolean tell(GatewayEngine engine) {
      return event.map(engine::add).or(() -> sign.map(engine::add)).orElse(false);
    }

    static Heard of(Presence sign) {
      return new Heard(sign.at().plusSeconds(60), Optional.empty(), Optional.of(sign));
    }
  }

  static Told random(SplittableRandom random, Scenario scenario) {
    var history = new History(random, scenario);
    switch (scenario.weight) {
      case EVEN, FLAPS, LATE -> history.faults.fragments(Story.TEN, 1 + random.nextInt(4));
      case CROWDED -> history.faults.fragments(Story.TEN, 4 + random.nextInt(3));
      case STROKES -> {
        history.faults.strokes(Story.TEN);
        history.faults.fragments(Story.TEN, random.nextInt(3));
        if (random.nextBoolean()) {
          history.faults.strokes(Story.TEN.plusSeconds(history.faults.pick(900, 3_600, 200_000)));
        }
      }
      case DAYS -> {
        var at = Story.TEN;
        for (int i = 0; i < 7; i++) {
          history.faults.fragments(at, random.nextInt(3));
          at =
              at.plusSeconds(
                  history.faults.pick(900, 1_800, 3_600, 7_200, 20_000, 90_000, 200_000));
        }
      }
    }
    return history.told();
  }

  /** A day in which nothing fails. */
  static Told healthy(SplittableRandom random, Scenario scenario) {
    var history = new History(random, scenario);
    var story = history.story;
    for (var peer : scenario.peers()) {
      for (var on : Instance.values()) {
        var renewed = Story.TEN.plusSeconds(random.nextInt(3_600));
        story.at(renewed).up(on, peer);
        for (int i = 0; i < 24; i++) {
          renewed = renewed.plusSeconds(3_000 + random.nextInt(600));
          story.at(renewed).rekeyed(on, peer);
          story.at(renewed.plusSeconds(random.nextInt(45))).deleted(on, peer, Reason.NOT_STATED);
          story.at(renewed.plusSeconds(1)).deleted(on, peer, Reason.SA_EXPIRED_OR_DELETED);
          story.at(renewed.plusSeconds(900)).alive(on, peer);
        }
      }
    }
    story.at(Story.TEN.plusSeconds(40)).bgpUp(Instance.IN_0, Cast.PARIS_BGP);
    for (int i = 1; i < 20; i++) {
      story.at(Story.TEN.plusSeconds(4_000L * i));
      story.routes(RouteChange.ANNOUNCED, Cast.PARIS_BGP, "10.52.0.0/16");
    }
    return history.told();
  }

  /** Who is refused has offered something before, the one this and the other that. */
  private void offers() {
    for (var event : story.events()) {
      if (event instanceof NegotiationFailed refused
          && refused.tunnel().instance().isPresent()
          && refused.tunnel().remoteIp().isPresent()) {
        var on = refused.tunnel().instance().get();
        var peer = refused.tunnel().remoteIp().get();
        var choice = "AES-" + event.at().getEpochSecond() % 3;
        for (var kind : Offer.Kind.values()) {
          story.at(event.at()).offered(on, peer, Offer.Side.PEER, kind, choice);
          story.at(event.at().plusSeconds(1)).offered(on, peer, Offer.Side.GATEWAY, kind, "DES");
        }
      }
    }
  }

  private Told told() {
    offers();
    var all = new ArrayList<Heard>();
    withCopies(story.events()).forEach(event -> all.add(Heard.of(event)));
    story.presences().forEach(sign -> all.add(Heard.of(sign)));
    all.sort(Comparator.comparing(Heard::enqueuedAt));
    return new Told(List.copyOf(all));
  }

  /** Some records come twice, the second by another way and at another time. */
  private List<GatewayEvent> withCopies(List<GatewayEvent> events) {
    var all = new ArrayList<>(events);
    for (var event : events) {
      if (random.nextInt(6) == 0) {
        all.add(Copies.of(event, faults.pick(0, 1, 600, 2_400)));
      }
    }
    return all;
  }
}
