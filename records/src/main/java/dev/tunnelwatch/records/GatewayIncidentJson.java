package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Loss;
import java.time.Instant;

/** What travels from the gateway stage to the fleet stage; its evidence keeps its digests. */
public final class GatewayIncidentJson {

  private GatewayIncidentJson() {}

  public static byte[] write(GatewayIncident value) {
    return JsonWriter.bytes(
        json ->
            json.number("schema", 1)
                .text("gateway", value.gateway())
                .object(
                    "incident",
                    incident ->
                        IncidentFields.write(
                            incident, value.incident(), EvidenceFields::writeWithDigest))
                .list("losses", value.losses(), GatewayIncidentJson::writeLoss));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static GatewayIncident read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new GatewayIncident(
                in.value("gateway", GatewayId::new),
                in.object("incident", IncidentFields::read),
                in.list("losses", GatewayIncidentJson::readLoss)));
  }

  private static void writeLoss(JsonWriter json, Loss loss) {
    json.text("condition", loss.condition())
        .object("tunnel", tunnel -> TunnelFields.write(tunnel, loss.tunnel()))
        .text("site", loss.site())
        .text("from", loss.from())
        .maybe("to", loss.to())
        .text("dpd", loss.dpd());
  }

  private static Loss readLoss(JsonReader json) {
    return new Loss(
        json.text("condition"),
        json.object("tunnel", TunnelFields::read),
        json.text("site"),
        json.instant("from"),
        json.maybe("to", Instant::parse),
        json.duration("dpd"));
  }
}
