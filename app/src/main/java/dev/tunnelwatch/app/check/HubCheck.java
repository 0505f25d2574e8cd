package dev.tunnelwatch.app.check;

import dev.tunnelwatch.ingest.Credential;
import dev.tunnelwatch.ingest.HubAddress;
import dev.tunnelwatch.ingest.HubProbe;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.SourceDescription;
import dev.tunnelwatch.model.Counted;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Future;

/** One event hub, from the name of its namespace to what stands in its events. */
final class HubCheck implements Check {
  private final HubSource source;
  private final Future<OptionalInt> readers;
  private final InstantSource clock;

  /**
   * @param readers how many processes of ours read hubs now; empty when nobody can say
   */
  HubCheck(HubSource source, Future<OptionalInt> readers, InstantSource clock) {
    this.source = source;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public String subject() {
    return "hub " + source.name();
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    var probe =
        steps.look(
            "credential", () -> HubProbe.open(source), _ -> Verdict.ok(who(source.credential())));
    if (probe.isEmpty()) {
      return;
    }
    try (var hub = probe.get()) {
      reach(steps);
      if (source.credential() instanceof Credential.Entra) {
        steps.look("token", () -> token(hub), _ -> Verdict.ok("the identity has one"));
      }
      var said = steps.look("access", hub::describe, this::described);
      var partitions = new HubPartitions(hub, clock);
      var states =
          steps.look(
              "partitions",
              () -> partitions.states(said.map(SourceDescription::partitions).orElseThrow()),
              partitions::verdict);
      var peeked =
          steps.look(
              "consumer group",
              () -> partitions.peek(states.orElseThrow()),
              peek -> peek.readers(source.consumerGroup(), Futures.now(readers)));
      var owned = peeked.map(Peek::owned).orElse(List.of());
      steps.look(
          "content",
          () -> Content.of(peeked.orElseThrow().events()),
          content -> content.verdict(owned));
    }
  }

  private void reach(Steps steps) throws InterruptedException {
    var address = HubAddress.of(source.credential());
    steps.look("name", () -> Reach.resolve(address), Verdict::ok);
    steps.look("connection", () -> Reach.connect(address), Verdict::ok);
    if (address.tls()) {
      steps.look("tls", () -> Reach.secure(address), Verdict::ok);
    } else {
      steps.tell("tls", Verdict.ok("none, as this is an emulator on loopback"));
    }
  }

  private static boolean token(HubProbe hub) {
    hub.token();
    return true;
  }

  private Verdict described(SourceDescription said) {
    return Verdict.ok(
        "may be read; event hub \"%s\" of %s has %s"
            .formatted(
                source.hub(),
                said.incarnation(),
                Counted.of(said.partitions().size(), "partition")));
  }

  private static String who(Credential credential) {
    return switch (credential) {
      case Credential.SharedAccess _ -> "a connection string";
      case Credential.Entra(_, Credential.Identity.Managed _) -> "a managed identity";
      case Credential.Entra(_, Credential.Identity.Workload _) -> "a workload identity";
      case Credential.Entra(_, Credential.Identity.Certificate _) -> "a client certificate";
      case Credential.Entra(_, Credential.Identity.Cli _) -> "whoever is logged in with az";
    };
  }
}
