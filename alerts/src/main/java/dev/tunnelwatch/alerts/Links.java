package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.LabelValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Where alerts lead to, and in whose time they speak beside UTC.
 *
 * @param timeline base address of the web page
 * @param dashboard address of a dashboard with a variable {@code gateway}
 * @param runbooks base address of the directory {@code docs/runbooks}
 */
public record Links(
    Optional<URI> timeline,
    Optional<URI> dashboard,
    Optional<URI> runbooks,
    Optional<ZoneId> zone) {

  public static final Links NONE =
      new Links(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** More gateways than that are not chosen: a link has to stay a link. */
  private static final int MAX_GATEWAYS = 10;

  /** Of an id, in code points. */
  private static final int LONGEST_NAME = 100;

  /** Of all names in one link, as they stand there. */
  private static final int LONGEST_NAMES = 1_000;

  Optional<String> timelineOf(Incident incident) {
    return timeline.map(base -> below(base, "#" + inLink(incident.id())));
  }

  Optional<String> runbookOf(Cause cause) {
    return runbooks.map(base -> below(base, cause.word() + ".md"));
  }

  /** By what metrics call its gateways; without an inventory of theirs each bears a mark there. */
  Optional<String> dashboardOf(Incident incident) {
    boolean known = incident.inventory().isPresent();
    var names =
        incident.scope().gateways().stream()
            .map(gateway -> LabelValue.of(gateway, known))
            .distinct()
            .limit(MAX_GATEWAYS)
            .toList();
    return dashboard.map(base -> withGateways(base.toString(), names));
  }

  private static String withGateways(String base, List<String> names) {
    if (names.isEmpty()) {
      return base;
    }
    var link = new StringBuilder(base);
    for (var name : names) {
      var chosen = "var-gateway=" + encoded(name);
      if (link.length() - base.length() + chosen.length() > LONGEST_NAMES) {
        break;
      }
      link.append(link.indexOf("?") < 0 ? '?' : '&').append(chosen);
    }
    return link.toString();
  }

  private static String below(URI base, String file) {
    var text = base.toString();
    return (text.endsWith("/") ? text : text + '/') + file;
  }

  private static String inLink(String name) {
    return encoded(Elided.of(EvidenceText.inert(name), LONGEST_NAME));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
