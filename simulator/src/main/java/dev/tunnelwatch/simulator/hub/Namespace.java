package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The hubs of one server and the key that opens them. */
final class Namespace {

  private final HubServerConfig config;
  private final SasTokens tokens;
  private final Map<String, Hub> hubs = new ConcurrentHashMap<>();

  Namespace(HubServerConfig config) {
    this.config = config;
    this.tokens = new SasTokens(config.key());
    config.hubs().forEach(this::create);
  }

  Optional<Hub> find(String name) {
    return Optional.ofNullable(hubs.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Puts a new hub in the place of one of that name, if there is one. */
  Hub create(HubSpec spec) {
    var before = find(spec.name());
    var now = config.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    var earliest = before.map(hub -> hub.createdAt().plusMillis(1)).orElse(now);
    var hub =
        new Hub(
            spec,
            config.clock(),
            now.isBefore(earliest) ? earliest : now,
            config.maxMessageBytes());
    hubs.put(spec.name().toLowerCase(Locale.ROOT), hub);
    before.ifPresent(Hub::delete);
    return hub;
  }

  SasTokens.Verdict check(String token) {
    return tokens.check(token, realNow());
  }

  Instant realNow() {
    return config.realClock().instant();
  }

  InstantSource clock() {
    return config.clock();
  }

  int maxMessageBytes() {
    return config.maxMessageBytes();
  }
}
