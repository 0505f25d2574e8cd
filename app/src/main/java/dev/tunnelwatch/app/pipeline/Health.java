package dev.tunnelwatch.app.pipeline;

import dev.tunnelwatch.timeline.Reply;
import dev.tunnelwatch.timeline.Route;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** What every part says of itself, for those who ask by HTTP and for the metrics. */
public final class Health {

  private record Part(
      String role, Supplier<Optional<String>> end, Supplier<Optional<String>> problem) {}

  private final List<Part> parts = new CopyOnWriteArrayList<>();
  private final MeterRegistry registry;

  Health(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Asks it from now on.
   *
   * @param end why it gave up, without secrets, asks for an end of the process; empty while it
   *     lives
   * @param problem why it does not do all of its work, likewise; empty while it does
   */
  void watch(String role, Supplier<Optional<String>> end, Supplier<Optional<String>> problem) {
    parts.add(new Part(role, end, problem));
    Gauge.builder("tunnelwatch.role.ready", () -> problem.get().isEmpty() ? 1 : 0)
        .description("1 while the role does its work")
        .tag("role", role)
        .register(registry);
  }

  /** The roles that have given up, each with its reason. */
  public List<String> dead() {
    return told(Part::end);
  }

  /** The roles that do not do all of their work, for now, likewise. */
  public List<String> unready() {
    return told(Part::problem);
  }

  private List<String> told(Function<Part, Supplier<Optional<String>>> what) {
    var told = new ArrayList<String>();
    for (var part : parts) {
      what.apply(part).get().map(why -> part.role() + " (" + why + ')').ifPresent(told::add);
    }
    return told;
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
