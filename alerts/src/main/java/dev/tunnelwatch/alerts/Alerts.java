package dev.tunnelwatch.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The role {@code alerts}: tells receivers of incidents. */
public final class Alerts implements AutoCloseable {

  private final Steps steps;
  private final Intake intake;
  private final List<Courier> couriers;
  private final SentLog sentLog;
  private final List<Receiver> receivers;
  private final List<Heartbeat> heartbeats;

  private Alerts(
      Intake intake,
      List<Courier> couriers,
      SentLog sentLog,
      List<Receiver> receivers,
      List<Heartbeat> heartbeats,
      Steps steps) {
    this.steps = steps;
    this.intake = intake;
    this.couriers = couriers;
    this.sentLog = sentLog;
    this.receivers = receivers;
    this.heartbeats = heartbeats;
  }

  /**
   * Starts to read incidents and to send.
   *
   * @param decisionClock by which pages become due; the demo scales it
   * @param realClock by which receivers are told times and deliveries are repeated
   * @throws org.apache.kafka.common.KafkaException when the settings are no Kafka client's
   */
  public static Alerts start(
      AlertsConfig config,
      InstantSource decisionClock,
      InstantSource realClock,
      MeterRegistry metrics) {
    return start(config, decisionClock, realClock, metrics, Steps.UNWATCHED);
  }

  static Alerts start(
      AlertsConfig config,
      InstantSource decisionClock,
      InstantSource realClock,
      MeterRegistry metrics,
      Steps steps) {
    var receivers = config.receivers().open(config.links(), config.source(), Purpose.INCIDENT);
    var names = receivers.stream().map(Receiver::name).toList();
    var delivery = new DeliveryMetrics(metrics, names);
    var sentLog = new SentLog(config.kafka(), config.topics().alertsSent());
    var desk = new AlertDesk(decisionClock, sentLog, steps, new Untold(metrics));
    var tenure = new Tenure(realClock);
    var employer = new Employer(tenure::holds, desk::delivered);
    var couriers =
        receivers.stream()
            .map(receiver -> new Courier(receiver, realClock, delivery, employer, steps))
            .toList();
    desk.employ(couriers);
    couriers.forEach(Courier::start);
    var heartbeats = heartbeats(config, metrics);
    var canaries =
        new CanaryWatch(
            decisionClock,
            () -> Courier.couldTell(couriers),
            heartbeats.stream().<Runnable>map(each -> each::beat).toList());
    canaries.register(metrics, config.heartbeats().isPresent());
    var intake = new Intake(desk, canaries, tenure, config);
    intake.start();
    return new Alerts(intake, couriers, sentLog, receivers, heartbeats, steps);
  }

  private static List<Heartbeat> heartbeats(AlertsConfig config, MeterRegistry metrics) {
    return config.heartbeats().orElse(Heartbeats.NONE).addresses().stream()
        .map(address -> new Heartbeat(address, new HttpPost(), metrics))
        .toList();
  }

  /** Why nothing would be sent any more, which asks for an end of the process. */
  public Optional<String> ended() {
    return intake.healthy() && couriers.stream().allMatch(Courier::healthy)
        ? Optional.empty()
        : Optional.of("a thread of it has ended, and the log says why");
  }

  /** Why it is not at work; empty while it is, and while it stands by for another process. */
  public Optional<String> problem() {
    return ended().or(intake::problem);
  }

  @Override
  public void close() {
    steps.passed(Step.LEAVING);
    intake.close();
    couriers.forEach(Courier::close);
    sentLog.close();
    receivers.forEach(Receiver::close);
    heartbeats.forEach(Heartbeat::close);
  }
}
