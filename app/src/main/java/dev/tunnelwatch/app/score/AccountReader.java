package dev.tunnelwatch.app.score;

import dev.tunnelwatch.app.score.Account.Line;
import dev.tunnelwatch.app.score.Account.Scope;
import dev.tunnelwatch.app.score.Account.SiteRow;
import dev.tunnelwatch.app.score.Account.Span;
import dev.tunnelwatch.app.score.Account.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields that labels and incidents have in common; only id and start must be there. */
final class AccountReader {

  /** {@code IN_0}, {@code GatewayTenantWorker_IN_0}. */
  private static final Pattern INSTANCE = Pattern.compile("(?i).*?in_?(\\d+)$");

  private AccountReader() {}

  static Account read(Fields fields, String cause) {
    return new Account(
        fields.required("id"),
        cause,
        new Span(fields.requiredInstant("startedAt"), fields.instant("endedAt")),
        scope(fields),
        new Verdict(fields.word("severity"), fields.flag("page"), fields.instant("pageFrom")),
        fields.objects("redundancy").stream().map(AccountReader::siteRow).toList(),
        fields.objects("evidence").stream().map(AccountReader::line).toList());
  }

  static List<String> lowerCase(Collection<String> texts) {
    return texts.stream().map(AccountReader::lowerCase).toList();
  }

  private static String lowerCase(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  private static Scope scope(Fields fields) {
    return new Scope(
        set(fields.texts("gateways")),
        fields.objects("tunnels").stream()
            .map(AccountReader::tunnel)
            .collect(Collectors.toUnmodifiableSet()),
        set(fields.texts("bgpPeers")),
        set(fields.texts("prefixes")),
        set(fields.texts("sites")));
  }

  private static Set<String> set(List<String> texts) {
    return texts.stream().map(AccountReader::lowerCase).collect(Collectors.toUnmodifiableSet());
  }

  private static String tunnel(Fields tunnel) {
    var named = INSTANCE.matcher(tunnel.text("instance").orElse(""));
    return String.join(
        " ",
        tunnel.word("gateway").orElse(""),
        named.matches() ? named.group(1) : "",
        tunnel.word("remoteIp").orElse(""));
  }

  private static SiteRow siteRow(Fields row) {
    return new SiteRow(
        row.word("gateway").orElse(""),
        row.word("site").orElse(""),
        row.word("worst"),
        row.number("expected"),
        row.number("up"),
        row.instant("lostFrom").map(from -> new Span(from, row.instant("lostTo"))));
  }

  private static Line line(Fields line) {
    return new Line(
        line.requiredInstant("at"),
        line.word("gateway"),
        line.text("category").orElse(""),
        line.text("operationName").orElse(""),
        line.text("text").orElse(""));
  }
}
