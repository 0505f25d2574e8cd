package dev.tunnelwatch.simulator.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Turns appointments into faults, in order of time: who is active depends on what was before. */
final class Plan {

  private final Scenario scenario;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<FaultKind, Integer> numbers = new EnumMap<>(FaultKind.class);

  private Plan(Scenario scenario) {
    this.scenario = scenario;
  }

  static List<Fault> of(Scenario scenario, Estate estate) {
    var appointments =
        switch (scenario.plot()) {
          case DEMO -> DemoPlot.of(scenario, estate);
          case HEALTHY -> List.<Appointment>of();
          default -> FullPlot.of(scenario, estate);
        };
    var plan = new Plan(scenario);
    for (var appointment : appointments.stream().sorted(Appointment.ORDER).toList()) {
      plan.faults.add(plan.fault(appointment));
    }
    return plan.faults;
  }

  private Fault fault(Appointment appointment) {
    var kind = appointment.kind();
    var id = LabelJson.word(kind) + '-' + numbers.merge(kind, 1, Integer::sum);
    var targets =
        appointment.spot().struck().stream()
            .map(
                s ->
                    new Draft.Target(
                        s.gateway(),
                        s.connection(),
                        Harm.active(s.gateway(), faults, appointment.from())))
            .toList();
    return kind.plan(new Draft(kind, id, targets, appointment.from(), appointment.to(), scenario));
  }
}
