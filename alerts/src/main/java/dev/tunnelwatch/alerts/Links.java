package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Incident;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

  Optional<String> timelineOf(Incident incident) {
    return timeline.map(base -> below(base, "#" + inLink(incident.id())));
  }

  Optional<String> runbookOf(Cause cause) {
    return runbooks.map(base -> below(base, cause.word() + ".md"));
  }

  Optional<String> dashboardOf(Incident incident) {
    var names =
        incident.scope().gateways().stream()
            .map(GatewayId::name)
            .distinct()
            .limit(MAX_GATEWAYS)
            .toList();
    return dashboard.map(base -> withGateways(base.toString(), names));
  }

  private static String withGateways(String base, List<String> names) {
    if (names.isEmpty()) {
      return base;
    }
    return names.stream()
        .map(name -> "var-gateway=" + inLink(name))
        .collect(Collectors.joining("&", base + (base.contains("?") ? "&" : "?"), ""));
  }

  private static String below(URI base, String file) {
    var text = base.toString();
    return (text.endsWith("/") ? text : text + '/') + file;
  }

  private static String inLink(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
