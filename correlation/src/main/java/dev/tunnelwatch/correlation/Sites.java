package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.model.IpAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which local network gateways are devices of one site, and what it is called (rule 31). */
final class Sites {
  private static final String TAG = "tunnelwatch-site";

  private final Consumer<InventoryFinding> findings;
  private final Map<String, String> sites = new HashMap<>();

  private Sites(Consumer<InventoryFinding> findings) {
    this.findings = findings;
  }

  /**
   * The site by the id of the local network gateway. Names alone join only where nothing
   * contradicts them: an outage of one of two sites that are taken for one would be told as lost
   * redundancy.
   */
  static Map<String, String> of(
      Collection<LocalGateway> locals, Routing routing, Consumer<InventoryFinding> findings) {
    var sites = new Sites(findings);
    var groups = new Groups(locals);
    groups.joinEqual(local -> told(local).map(tag -> tag.toLowerCase(Locale.ROOT)));
    groups.joinOverlapping(
        local -> asn(local).filter(_ -> local.vpnSite().isEmpty()).map(String::valueOf),
        LocalGateway::prefixes);
    groups.joinEqual(local -> named(local).flatMap(name -> at(local).map(ip -> name + '|' + ip)));
    groups.joinOverlapping(Sites::named, routing::space);
    var proven = groups.firsts();
    groups.joinEqual(
        local -> named(local).flatMap(name -> routing.system(local).map(asn -> name + '|' + asn)));
    groups.joinUndisputed(local -> named(local).filter(_ -> routing.isGiven(local)), routing::says);
    var all = groups.all();
    var names = names(all.stream().map(Sites::nameless).toList(), routing);
    for (var group : all) {
      sites.name(group, names);
      sites.review(group, proven);
    }
    return sites.sites;
  }

  /** What its owner says, or the site of a Virtual WAN whose link it is. */
  static Optional<String> told(LocalGateway local) {
    return tag(local).or(() -> local.vpnSite().map(SiteNames::bare));
  }

  static Optional<String> tag(LocalGateway local) {
    return local.tags().entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(TAG) && !tag.getValue().isBlank())
        .map(tag -> tag.getValue().strip())
        .min(Comparator.naturalOrder());
  }

  static Optional<Long> asn(LocalGateway local) {
    return local.bgp().map(Connection.Bgp::asn).filter(asn -> asn != 0);
  }

  private static Optional<String> at(LocalGateway local) {
    return local.ip().map(IpAddress::text);
  }

  /** The name without what numbers devices; a site of a Virtual WAN is one by Azure's word. */
  private static Optional<String> named(LocalGateway local) {
    return Optional.of(SiteNames.stem(local)).filter(_ -> local.vpnSite().isEmpty());
  }

  /** A tag counts; one that its sister has counts for a device without, if there is but one. */
  private void name(List<LocalGateway> group, SiteNames names) {
    var tags = tags(group);
    for (var local : group) {
      // The spelling of the first, where they differ in case.
      var own = told(local).map(tags::floor).map(Optional::ofNullable).flatMap(tag -> tag);
      sites.put(
          local.id(),
          own.orElseGet(() -> tags.size() == 1 ? tags.first() : names.of(nameless(group))));
    }
  }

  /** Of what the export lacks nobody knows what it is: it takes no name away. */
  private static SiteNames names(List<List<LocalGateway>> groups, Routing routing) {
    var names = new SiteNames();
    names.add(groups.stream().filter(group -> group.stream().anyMatch(routing::isGiven)).toList());
    names.add(groups.stream().filter(group -> group.stream().noneMatch(routing::isGiven)).toList());
    return names;
  }

  /** Those whose names are what it is called by. */
  private static List<LocalGateway> nameless(List<LocalGateway> group) {
    return tags(group).size() == 1
        ? List.of()
        : group.stream().filter(local -> told(local).isEmpty()).toList();
  }

  private static NavigableSet<String> tags(List<LocalGateway> group) {
    var tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    group.forEach(local -> told(local).ifPresent(tags::add));
    return tags;
  }

  /**
   * What a group rests on.
   *
   * @param proven who belongs together by more than a name, by the first of them
   */
  private void review(List<LocalGateway> group, Map<String, String> proven) {
    var tags = tags(group);
    boolean some = group.stream().anyMatch(local -> told(local).isEmpty());
    var subject = String.join(", ", group.stream().map(LocalGateway::name).toList());
    if (tags.size() > 1 || (!tags.isEmpty() && some)) {
      findings.accept(
          new InventoryFinding(
              Kind.TAGS_DISAGREE,
              subject,
              "by name or routes one site, by tag %s%s"
                  .formatted(String.join(" and ", tags), some ? ", and some have none" : "")));
    }
    if (tags.isEmpty() && group.stream().map(of -> proven.get(of.id())).distinct().count() > 1) {
      findings.accept(
          new InventoryFinding(
              Kind.SITE_BY_NAME,
              subject,
              "taken for one site by their names; tag them tunnelwatch-site if they are not"));
    }
  }
}
