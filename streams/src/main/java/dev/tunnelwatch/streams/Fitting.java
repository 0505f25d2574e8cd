package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Shortened;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.IncidentJson;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Incidents that fit into a record. What is too large with as many names as lists may hold has
 * longer names than any of ours, and is told with half as many, or half of these: somebody has to
 * hear of it, and of what else there is at its gateway.
 */
final class Fitting {

  /**
   * So large an incident of the fleet is: with room for what others it replaces, and for its head.
   */
  static final int MOST = EntrySize.MOST - 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(Fitting.class);

  private Fitting() {}

  /**
   * As it is passed on.
   *
   * @throws IllegalArgumentException where it does not fit even with one name to each list
   */
  static byte[] form(String key, GatewayIncident whole) {
    var form = GatewayIncidentJson.write(whole);
    if (EntrySize.of(key, form) <= EntrySize.MOST) {
      return form;
    }
    int most = Incident.MAX_LIST;
    while (EntrySize.of(key, form) > EntrySize.MOST && most > 1) {
      most /= 2;
      form = GatewayIncidentJson.write(Shortened.of(whole, most));
    }
    EntrySize.check(key, form);
    LOG.atWarn()
        .addKeyValue("key", key)
        .addKeyValue("entries", most)
        .log("gateway incident too large, told with shorter lists");
    return form;
  }

  /** The shortest where none fits. */
  static Incident of(Incident whole) {
    var fitting = whole;
    for (int most = Incident.MAX_LIST / 2; size(fitting) > MOST && most > 0; most /= 2) {
      fitting = Shortened.of(whole, most);
    }
    return fitting;
  }

  private static long size(Incident incident) {
    var form = IncidentJson.write(incident).getBytes(StandardCharsets.UTF_8);
    return EntrySize.of(incident.id(), form);
  }
}
