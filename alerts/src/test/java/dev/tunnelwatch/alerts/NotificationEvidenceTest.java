package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lines as Alertmanager 0.25 writes them, and with the labels that later ones add. */
class NotificationEvidenceTest {

  private static final String OWN =
      """
      # TYPE alertmanager_alerts_received_total counter
      alertmanager_alerts_received_total{status="firing",version="v2"} 0
      process_start_time_seconds 1.7958973083e+09
      """;

  private static final String STATUS =
      "{\"cluster\":{\"peers\":[],\"status\":\"disabled\"},\"config\":{\"original\":\""
          + "route:\\n"
          + "  receiver: page\\n"
          + "  continue: false\\n"
          + "  routes:\\n"
          + "  - receiver: switch\\n"
          + "  - receiver: nobody\\n"
          + "  - receiver: chat\\n"
          + "  - receiver: pager\\n"
          + "  - receiver: other-team\\n"
          + "receivers:\\n"
          + "- name: page\\n"
          + "  webhook_configs:\\n"
          + "  - send_resolved: THAT\\n"
          + "    url: <secret>\\n"
          + "- name: chat\\n"
          + "  slack_configs:\\n"
          + "  - send_resolved: false\\n"
          + "- name: pager\\n"
          + "  pagerduty_configs:\\n"
          + "  - send_resolved: true\\n"
          + "- name: other-team\\n"
          + "  pagerduty_configs:\\n"
          + "  - send_resolved: true\\n"
          + "- name: switch\\n"
          + "  webhook_configs:\\n"
          + "  - send_resolved: false\\n"
          + "- name: unused\\n"
          + "  webhook_configs:\\n"
          + "  - send_resolved: true\\n"
          + "- name: nobody\\n"
          + "templates: []\\n"
          + "\"}}";

  @Test
  void whatTheReceiversOwnIntegrationSentIsProofWhileNoOtherIsBusy() {
    var since = since(counts("webhook", "1e+06", "1e+06", 0), counts("webhook", 1_000_001));

    assertThat(notified(since, Set.of("page"), Set.of("page")))
        .isEqualTo(new Notified.Sent("1 by webhook sent"));
    assertThat(notified(since, Set.of("page"), Set.of("page", "switch")))
        .isEqualTo(
            new Notified.Unknown(
                "1 by webhook sent meanwhile, and receiver switch is told by webhook too:"
                    + " it may have been that"));
  }

  @Test
  void whatAnotherIntegrationSentIsNobodysPage() {
    var since = since(counts("email", 0), counts("email", 3));

    assertThat(notified(since, Set.of("page"), Set.of()))
        .isEqualTo(new Notified.Nobody("no notification was sent"));
  }

  @Test
  void routeToNobodyTellsNobodyWhateverIsSent() {
    assertThat(notified(since(counts("email", 0), counts("email", 3)), Set.of("nobody"), Set.of()))
        .isEqualTo(new Notified.Failed("its route leads to nobody, which tells nobody"));
  }

  @Test
  void countsThatNameTheReceiverAreToldApart() {
    var of =
        "alertmanager_%s_total{integration=\"webhook\",reason=\"x\",receiver_name=\"%s\"} %d\n";
    var busy =
        OWN
            + of.formatted("notifications", "switch", 4)
            + of.formatted("notification_requests", "switch", 4)
            + of.formatted("notifications", "page", 0);
    var since = since(OWN, busy);
    assertThat(notified(since, Set.of("page"), Set.of("page", "switch")))
        .isEqualTo(new Notified.Nobody("no notification was sent"));
    assertThat(notified(since, Set.of("switch"), Set.of("page", "switch")))
        .isEqualTo(new Notified.Sent("4 by webhook sent"));
  }

  @Test
  void whatWasBegunAndNotTriedMayBeAnEndThatIsNotSent() {
    var begun = since(counts("slack", "0", "0", 0), counts("slack", "1", "0", 0));
    assertThat(notified(begun, Set.of("chat"), Set.of()))
        .isInstanceOfSatisfying(
            Notified.Unknown.class, it -> assertThat(it.words()).contains("send_resolved: false"));
    var sent = since(counts("slack", "0", "0", 0), counts("slack", "2", "1", 0));
    assertThat(notified(sent, Set.of("chat"), Set.of()))
        .isEqualTo(new Notified.Sent("1 by slack sent"));
  }

  @Test
  void whatIsRefusedOverAndOverHasFailed() {
    var since = since(counts("slack", "0", "0", 0), counts("slack", "1", "3", 3));
    assertThat(notified(since, Set.of("chat"), Set.of()))
        .isEqualTo(new Notified.Failed("notifying failed by slack 3 times; its log says why"));
  }

  /** The route goes on from the chat to the pager, which a longer wait holds back. */
  @Test
  void whatOneWaySentIsNoProofOfTheOther() {
    var since = since(counts("slack", 0), counts("slack", 1));

    assertThat(notified(since, Set.of("chat", "pager"), Set.of("chat", "pager")))
        .isEqualTo(new Notified.Failed("1 by slack sent, but nothing by pagerduty"));
  }

  @Test
  void failureThatMayBeOfAnothersPageIsToldBesideWhatWasSent() {
    var since =
        since(
            counts("slack", 0) + withoutOwn(counts("pagerduty", "0", "0", 0)),
            counts("slack", 1) + withoutOwn(counts("pagerduty", "1", "3", 3)));

    assertThat(notified(since, Set.of("chat", "pager"), Set.of("chat", "pager", "other-team")))
        .isEqualTo(
            new Notified.Unknown(
                "1 by slack sent, but notifying failed by pagerduty 3 times meanwhile, and receiver"
                    + " other-team is told by pagerduty too: it may have been that"));
    assertThat(notified(since, Set.of("chat", "pager"), Set.of("chat", "pager")))
        .isEqualTo(
            new Notified.Failed(
                "1 by slack sent, but notifying failed by pagerduty 3 times; its log says why"));
  }

  private static String withoutOwn(String counts) {
    return counts.replace(OWN, "");
  }

  @Test
  void countsThatFellAreOfAProcessThatWasRestarted() {
    assertThat(read(counts("webhook", 0)).isRestartOf(read(counts("webhook", 1)))).isTrue();
    assertThat(read(counts("webhook", 1)).isRestartOf(read(counts("webhook", 1)))).isFalse();
    assertThat(read(OWN.replace("83e", "84e")).isRestartOf(read(OWN))).isTrue();
    assertThat(NotificationCounts.read("up 1\n")).isEmpty();
  }

  private static Notified notified(
      NotificationCounts since, Set<String> receivers, Set<String> busy) {
    var status = AlertmanagerStatus.read(STATUS.replace("THAT", "true"));
    assertThat(status).isPresent();
    return new NotificationEvidence(since, status, receivers, Optional.of(busy)).notified();
  }

  private static NotificationCounts since(String before, String after) {
    return read(after).since(read(before));
  }

  private static NotificationCounts read(String metrics) {
    return NotificationCounts.read(metrics).orElseThrow();
  }

  private static String counts(String integration, long sent) {
    return counts(integration, "" + sent, "" + sent, 0);
  }

  private static String counts(String integration, String begun, String tried, long failed) {
    var of = "alertmanager_%s_total{integration=\"" + integration + "\"} %s\n";
    return OWN
        + of.formatted("notifications", begun)
        + of.formatted("notification_requests", tried)
        + of.formatted("notification_requests_failed", failed);
  }
}
