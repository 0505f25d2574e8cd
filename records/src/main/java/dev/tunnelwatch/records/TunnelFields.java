package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;

/** The fields of a tunnel, whole or hinted at. */
final class TunnelFields {

  private TunnelFields() {}

  static void write(JsonWriter json, TunnelId tunnel) {
    json.text("gateway", tunnel.gateway())
        .text("instance", tunnel.instance())
        .text("remoteIp", tunnel.remoteIp());
  }

  static TunnelId read(JsonReader json) {
    return new TunnelId(
        json.value("gateway", GatewayId::new),
        json.value("instance", Instance::valueOf),
        json.value("remoteIp", IpAddress::new));
  }

  static void writeHint(JsonWriter json, TunnelHint hint) {
    json.text("gateway", hint.gateway())
        .maybe("instance", hint.instance())
        .maybe("remoteIp", hint.remoteIp());
  }

  static TunnelHint readHint(JsonReader json) {
    return new TunnelHint(
        json.value("gateway", GatewayId::new),
        json.maybe("instance", Instance::valueOf),
        json.maybe("remoteIp", IpAddress::new));
  }
}
