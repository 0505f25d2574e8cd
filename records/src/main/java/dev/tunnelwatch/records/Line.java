package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A record of ours with all that evidence is made of. The evidence itself is made on demand, since
 * most lines are routine and leave none.
 *
 * @param at the record's time, or its enqueued time where it has none
 * @param badTime of a record without a readable time: what it has instead
 */
record Line(
    Category category,
    GatewayId gateway,
    String operation,
    Instant at,
    Optional<String> badTime,
    Properties properties,
    Whence whence) {

  private static final String REASON = "statechangereason";

  private static final List<String> SPOKEN =
      List.of("status", "remoteip", REASON, "configuration.name", "operationstatus");

  Evidence evidence() {
    return new Evidence(
        at,
        whence.enqueuedAt(),
        category,
        Words.clean(operation),
        instance(),
        Words.clean(text()),
        whence.source().get(),
        Digest.of(this));
  }

  /** The message, or what stands in its place where there is none (design 6). */
  String text() {
    return properties
        .message()
        .orElseGet(
            () ->
                SPOKEN.stream()
                    .flatMap(name -> spoken(name).stream())
                    .collect(Collectors.joining(" ")));
  }

  /** A reason that is a bare code with what it means. */
  private Optional<String> spoken(String name) {
    var value = properties.text(name);
    return name.equals(REASON) ? value.map(IkeErrors::explained) : value;
  }

  Optional<Instance> instance() {
    return properties.instance();
  }

  TunnelHint hint(Optional<IpAddress> remote) {
    return new TunnelHint(gateway, instance(), remote);
  }

  Reading event(GatewayEvent event) {
    return new Reading.Event(event, isCut());
  }

  /** Of a line of which not all was read for another reason, too. */
  Reading event(GatewayEvent event, boolean cut) {
    return new Reading.Event(event, cut || isCut());
  }

  /** Whether it says more than is read of it. */
  private boolean isCut() {
    return properties.isCut()
        && (properties.isCut("message") || SPOKEN.stream().anyMatch(properties::isCut));
  }

  Reading unrecognised() {
    return event(new GatewayEvent.Unrecognised(gateway, evidence()));
  }

  Reading heard() {
    return new Reading.Routine(
        new Presence(gateway, category, at, Optional.empty(), Presence.Sign.HEARD));
  }

  /** What was offered for one tunnel; where it is not told what or for which, it was heard. */
  Reading offered(Optional<Offer> told, Optional<IpAddress> remote) {
    var offer =
        isCut() ? told.map(it -> new Offer(it.side(), it.kind(), it.choices(), true)) : told;
    return instance()
        .flatMap(instance -> remote.map(ip -> new TunnelId(gateway, instance, ip)))
        .flatMap(tunnel -> offer.map(made -> Presence.offered(tunnel, category, at, made)))
        .<Reading>map(Reading.Routine::new)
        .orElseGet(this::heard);
  }

  /** A sign of life of one tunnel; where the line does not say of which, only of the gateway. */
  Reading sign(Presence.Sign sign, Optional<IpAddress> remote) {
    return instance()
        .flatMap(instance -> remote.map(ip -> new TunnelId(gateway, instance, ip)))
        .<Reading>map(
            tunnel ->
                new Reading.Routine(new Presence(gateway, category, at, Optional.of(tunnel), sign)))
        .orElseGet(this::heard);
  }
}
