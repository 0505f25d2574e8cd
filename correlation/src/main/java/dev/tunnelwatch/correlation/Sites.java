package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Which local network gateways are devices of one site, and what it is called (rule 31). */
final class Sites {
  private static final String TAG = "tunnelwatch-site";
  private static final Pattern PREFIX = Pattern.compile("^(?:lng|lgw)-");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+$");

  private final Consumer<InventoryFinding> findings;
  private final Map<String, String> sites = new HashMap<>();

  private Sites(Consumer<InventoryFinding> findings) {
    this.findings = findings;
  }

  /** The site by the id of the local network gateway. */
  static Map<String, String> of(
      Collection<LocalGateway> locals, Consumer<InventoryFinding> findings) {
    var sites = new Sites(findings);
    var groups = new Groups(locals);
    groups.joinEqual(local -> told(local).map(tag -> tag.toLowerCase(Locale.ROOT)));
    groups.joinEqual(local -> Optional.of(stem(local)).filter(_ -> local.vpnSite().isEmpty()));
    groups.joinOverlapping(local -> asn(local).filter(_ -> local.vpnSite().isEmpty()));
    groups.all().forEach(sites::name);
    return sites.sites;
  }

  /** What its owner says, or the site of a Virtual WAN whose link it is. */
  static Optional<String> told(LocalGateway local) {
    return local.tags().entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(TAG) && !tag.getValue().isBlank())
        .map(tag -> tag.getValue().strip())
        .min(Comparator.naturalOrder())
        .or(() -> local.vpnSite().map(Sites::bare));
  }

  static Optional<Long> asn(LocalGateway local) {
    return local.bgp().map(Connection.Bgp::asn).filter(asn -> asn != 0);
  }

  /** A tag counts; one that its sister has counts for a device without, if there is but one. */
  private void name(List<LocalGateway> group) {
    var tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    group.forEach(local -> told(local).ifPresent(tags::add));
    var untagged = group.stream().filter(local -> told(local).isEmpty()).toList();
    var common = tags.size() == 1 ? tags.first() : common(untagged.isEmpty() ? group : untagged);
    for (var local : group) {
      // The spelling of the first, where they differ in case.
      var own = told(local).map(tags::floor).map(Optional::ofNullable).flatMap(tag -> tag);
      sites.put(local.id(), own.orElse(common));
    }
    if (tags.size() > 1 || (!tags.isEmpty() && !untagged.isEmpty())) {
      findings.accept(
          new InventoryFinding(
              Kind.TAGS_DISAGREE,
              String.join(", ", group.stream().map(LocalGateway::name).toList()),
              "by name or routes one site, by tag %s%s"
                  .formatted(
                      String.join(" and ", tags),
                      untagged.isEmpty() ? "" : ", and some have none")));
    }
  }

  /** The name without what numbers the devices of a site. */
  private static String stem(LocalGateway local) {
    var stem = NUMBER.matcher(bare(local.name())).replaceFirst("");
    return stem.isEmpty() ? local.name() : stem;
  }

  private static String bare(String name) {
    return PREFIX.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  /** The parts their names begin with; where they have none in common the first in order. */
  private static String common(List<LocalGateway> group) {
    var stems = group.stream().map(Sites::stem).distinct().sorted().toList();
    var parts = List.of(stems.getFirst().split("-", -1));
    for (int length = parts.size(); length > 0; length--) {
      var begin = String.join("-", parts.subList(0, length));
      if (!begin.isEmpty()
          && stems.stream().allMatch(s -> s.equals(begin) || s.startsWith(begin + '-'))) {
        return begin;
      }
    }
    return stems.getFirst();
  }
}
