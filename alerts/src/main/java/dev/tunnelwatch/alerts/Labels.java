package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SentAlert;
import java.util.List;

/**
 * The labels of an alert, chosen once. Receivers route and silence by them, so they hold what stays
 * true: everything that a revision may change is an annotation.
 */
final class Labels {

  private static final String SEVERAL = "several";

  private Labels() {}

  static SentAlert.Labels of(Incident incident) {
    var gateways = incident.scope().gateways().stream().map(GatewayId::name).distinct().toList();
    return new SentAlert.Labels(
        incident.id(), one(gateways), one(incident.scope().sites()), scope(incident));
  }

  /** Of what is paged once more while it fires. */
  static SentAlert.Labels again(SentAlert.Labels labels) {
    return new SentAlert.Labels(
        labels.pageKey() + '+', labels.gateway(), labels.site(), labels.scope());
  }

  /** Who sums it up again after a crash says so under the same key. */
  static SentAlert.Labels ofSummary(Incident first) {
    return new SentAlert.Labels("summary-" + first.id(), SEVERAL, SEVERAL, "fleet");
  }

  private static String one(List<String> names) {
    return switch (names.size()) {
      case 0 -> "";
      case 1 -> names.getFirst();
      default -> SEVERAL;
    };
  }

  private static String scope(Incident incident) {
    if (incident.judgement().cause() == Cause.REGION_OUTAGE) {
      return "location";
    }
    return incident.judgement().cause() == Cause.SITE_OUTAGE ? "site" : "gateway";
  }
}
