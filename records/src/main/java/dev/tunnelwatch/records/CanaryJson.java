package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Category;
import java.time.Instant;
import java.util.List;

/** The body of a canary, as Azure would send it; {@link RecordReader} tells it by its gateway. */
public final class CanaryJson {
  private static final String OPERATION = "TunnelwatchCanary";

  private CanaryJson() {}

  public static byte[] body(Instant at) {
    return JsonWriter.bytes(
        json ->
            json.list(
                "records",
                List.of(at),
                (record, time) ->
                    record
                        .text("time", time)
                        .text("resourceId", Canary.GATEWAY)
                        .text("category", Category.GATEWAY.azureName())
                        .text("operationName", OPERATION)
                        .object("properties", _ -> {})));
  }
}
