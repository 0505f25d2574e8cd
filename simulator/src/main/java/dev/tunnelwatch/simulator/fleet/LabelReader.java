package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads what {@link LabelJson} writes. Throws IllegalArgumentException or DateTimeException. */
final class LabelReader {

  private LabelReader() {}

  static Label label(Node node) {
    return new Label(
        node.text("id"),
        node.text("kind"),
        constant(Cause.class, node.text("cause")),
        node.texts("acceptable").stream()
            .map(word -> constant(Cause.class, word))
            .collect(Collectors.toSet()),
        new Label.Scope(
            node.texts("gateways").stream().map(GatewayId::new).toList(),
            node.list("tunnels").stream().map(LabelReader::tunnel).toList(),
            node.texts("sites")),
        new Label.Span(
            Instant.parse(node.text("startedAt")),
            node.optional("endedAt").map(Instant::parse),
            Boolean.parseBoolean(node.text("recoveryLost"))),
        new Label.Verdict(
            constant(Severity.class, node.text("severity")),
            Boolean.parseBoolean(node.text("page")),
            node.optional("pageFrom").map(Instant::parse)),
        node.list("redundancy").stream().map(LabelReader::redundancy).toList(),
        node.list("evidence").stream().map(LabelReader::line).toList());
  }

  private static TunnelId tunnel(Node node) {
    return new TunnelId(
        new GatewayId(node.text("gateway")),
        Instance.valueOf(node.text("instance")),
        new IpAddress(node.text("remoteIp")));
  }

  private static Redundancy redundancy(Node node) {
    return new Redundancy(
        new GatewayId(node.text("gateway")),
        node.text("site"),
        Integer.parseInt(node.text("expected")),
        Integer.parseInt(node.text("up")),
        constant(SiteState.class, node.text("worst")),
        node.optional("lostFrom").map(Instant::parse),
        node.optional("lostTo").map(Instant::parse));
  }

  private static Label.Line line(Node node) {
    return new Label.Line(
        Instant.parse(node.text("at")),
        new GatewayId(node.text("gateway")),
        Category.named(node.text("category"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "category: expected one of the five, got " + node.text("category"))),
        node.text("operationName"),
        node.text("text"));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
