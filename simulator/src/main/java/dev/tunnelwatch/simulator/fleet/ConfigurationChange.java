package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Someone sets a connection; its tunnels are rebuilt within seconds. */
record ConfigurationChange(Label label, Harm harm, Instant setAt, String reason) implements Fault {

  private static final List<String> REASONS =
      List.of(
          "Pre-shared Key Changed",
          "DhGroup changed",
          "EncryptionType changed",
          "IkeIntegrity changed",
          "PfsGroup changed",
          "SALifetimeSeconds changed");

  static ConfigurationChange plan(Draft draft) {
    var dice = draft.dice();
    var from = dice.after(draft.from(), 2, 10);
    var to = Optional.of(dice.after(from, 10, 20));
    var losses = Harm.together(draft.target().tunnels(), from, to, 2, dice);
    var harm = Harm.withSessions(losses, dice);
    var cause = Cause.CONFIGURATION_CHANGE;
    var label = Truth.label(draft, cause, Set.of(cause), harm, Severity.INFO);
    return new ConfigurationChange(label, harm, draft.from(), dice.any(REASONS));
  }

  @Override
  public void tell(Narrator narrator) {
    var struck = harm.tunnels().getFirst().tunnel();
    narrator.scribe(struck.gateway()).connectionSet(setAt, struck.connection());
    for (var lost : harm.tunnels()) {
      narrator.loss(lost, reason, Optional.empty());
    }
  }
}
