package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.TunnelId;
import java.util.Locale;

/** Reads TunnelDiagnosticLog: a tunnel's data plane came up or went down. */
final class TunnelLines {

  private TunnelLines() {}

  static Reading read(Line line, Caches caches) {
    return switch (line.operation().toLowerCase(Locale.ROOT)) {
      case "tunnelconnected" -> read(line, true, caches);
      case "tunneldisconnected" -> read(line, false, caches);
      default -> line.unrecognised();
    };
  }

  private static Reading read(Line line, boolean connected, Caches caches) {
    var properties = line.properties();
    var status = properties.text("status").map(Words::squeeze);
    var instance = line.instance().or(() -> properties.message().flatMap(GatewayLines::named));
    if (status.isPresent() && !status.get().equals(connected ? "connected" : "disconnected")) {
      return line.unrecognised(); // it contradicts its operation
    }
    var remote = properties.text("remoteip");
    if (instance.isEmpty() || remote.isEmpty()) {
      return line.unrecognised(); // of which tunnel it speaks is not to be had
    }
    var address = Addresses.literal(remote.get()).or(() -> Addresses.ofEndpoint(remote.get()));
    if (address.isEmpty()) {
      return new Reading.Rejected(
          RejectReason.BAD_ADDRESS, "properties.remoteIP: expected an address, got another text");
    }
    var tunnel = new TunnelId(line.gateway(), instance.get(), address.get());
    var reason = caches.reason(properties.text("statechangereason").orElse(""));
    return line.event(
        connected
            ? new TunnelConnected(tunnel, reason, line.evidence())
            : new TunnelDisconnected(tunnel, reason, line.evidence()));
  }
}
