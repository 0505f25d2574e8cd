package dev.tunnelwatch.app.pipeline;

import dev.tunnelwatch.timeline.Reply;
import dev.tunnelwatch.timeline.Route;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What every part says of itself, for those who ask by HTTP and for the metrics. */
public final class Health {

  private record Part(String role, Supplier<Optional<String>> end, BooleanSupplier ready) {}

  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final MeterRegistry registry;

  Health(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Asks it from now on.
   *
   * @param alive false asks for an end of the process
   * @param ready whether it does its work
   */
  void watch(String role, BooleanSupplier alive, BooleanSupplier ready) {
    watchEnd(role, () -> alive.getAsBoolean() ? Optional.empty() : Optional.of(""), ready);
  }

  /**
   * Asks one that can say why it gave up.
   *
   * @param end the reason, without secrets, asks for an end of the process; empty while it lives
   * @param ready whether it does its work
   */
  void watchEnd(String role, Supplier<Optional<String>> end, BooleanSupplier ready) {
    parts.add(new Part(role, end, ready));
    Gauge.builder("tunnelwatch.role.ready", () -> ready.getAsBoolean() ? 1 : 0)
        .description("1 while the role does its work")
        .tag("role", role)
        .register(registry);
  }

  /** The roles that have given up, each with its reason where it has told one. */
  public List<String> dead() {
    var dead = new ArrayList<String>();
    for (var part : parts) {
      part.end()
          .get()
          .map(why -> why.isEmpty() ? part.role() : part.role() + " (" + why + ')')
          .ifPresent(dead::add);
    }
    return dead;
  }

  /** The roles that do not do their work, for now. */
  public List<String> unready() {
    var unready = new ArrayList<String>();
    for (var part : parts) {
      if (!part.ready().getAsBoolean()) {
        unready.add(part.role());
      }
    }
    return unready;
  }

  List<Route> routes() {
    return List.of(
        new Route("/healthz", _ -> reply(dead(), "given up")),
        new Route("/readyz", _ -> reply(unready(), "not ready")));
  }

  private static Reply reply(List<String> roles, String what) {
    return roles.isEmpty()
        ? Reply.plain(200, "ok")
        : Reply.plain(503, what + ": " + String.join(", ", roles));
  }
}
