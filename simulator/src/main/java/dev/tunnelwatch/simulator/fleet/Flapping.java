package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A line that comes and goes: six to eight losses of 5 to 20 s, a minute or so apart. */
record Flapping(Label label, Harm harm, List<String> reasons) implements Fault {

  static Flapping plan(Draft draft) {
    var dice = draft.dice();
    var tunnel = dice.any(draft.target().tunnels());
    var losses = new ArrayList<Harm.Lost>();
    var reasons = new ArrayList<String>();
    var from = draft.from();
    for (int times = 6 + dice.below(3); times > 0; times--) {
      var to = dice.after(from, 5, 20);
      losses.add(Harm.Lost.of(tunnel, from, Optional.of(to)));
      reasons.add(dice.any(List.of("DPD timed out", "DPD timed out", "RemotelyTriggered")));
      from = dice.after(to, 30, 70);
    }
    var harm = new Harm(losses, List.of());
    var cause = Cause.PATH_UNSTABLE;
    return new Flapping(
        Truth.label(draft, cause, Set.of(cause), harm, Severity.WARNING), harm, reasons);
  }

  @Override
  public void tell(Narrator narrator) {
    for (int i = 0; i < reasons.size(); i++) {
      narrator.loss(harm.tunnels().get(i), reasons.get(i), Optional.empty());
    }
  }
}
