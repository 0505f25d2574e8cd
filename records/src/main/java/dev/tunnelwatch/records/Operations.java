package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import java.util.Set;

/** The operations Azure documents for each category, squeezed. */
final class Operations {

  private Operations() {}

  static Set<String> of(Category category) {
    return switch (category) {
      case GATEWAY ->
          Set.of(
              "setgatewayconfiguration",
              "setconnectionconfiguration",
              "hostmaintenanceevent",
              "gatewaytenantprimarychanged",
              "migratecustomersubscription",
              "gatewayresourcemove",
              "validategatewayconfiguration");
      case TUNNEL -> Set.of("tunnelconnected", "tunneldisconnected");
      case ROUTE ->
          Set.of(
              "staticrouteupdate", "bgprouteupdate", "bgpconnectedevent", "bgpdisconnectedevent");
      case IKE -> Set.of("ikelogevent");
      case P2S -> Set.of("p2slogevent");
    };
  }

  /** Of a record that nobody recognised, in a word. */
  static String whatIsUnknown(Evidence evidence) {
    if (!of(evidence.category()).contains(Words.squeeze(evidence.operationName()))) {
      return "operation";
    }
    if (evidence.text().isBlank()) {
      return "without message";
    }
    return evidence.category() == Category.TUNNEL ? "fields" : "words";
  }
}
