package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which local network gateways are devices of one site, and what it is called (rule 31). */
final class Sites {
  private static final String TAG = "tunnelwatch-site";
  private static final Pattern PREFIX = Pattern.compile("^(?:lng|lgw)-");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+$");

  private Sites() {}

  /** The site by the id of the local network gateway. */
  static Map<String, String> of(Collection<LocalGateway> locals) {
    var sorted = locals.stream().sorted(Comparator.comparing(LocalGateway::id)).toList();
    var sites = new HashMap<String, String>();
    var untagged = new ArrayList<LocalGateway>();
    for (var local : sorted) {
      var tag = tag(local);
      tag.ifPresent(site -> sites.put(local.id(), site));
      if (tag.isEmpty()) {
        untagged.add(local);
      }
    }
    while (!untagged.isEmpty()) {
      var site = reach(untagged.getFirst(), untagged);
      untagged.removeAll(site);
      var name = name(site);
      site.forEach(local -> sites.put(local.id(), name));
    }
    return sites;
  }

  private static Optional<String> tag(LocalGateway local) {
    return local.tags().entrySet().stream()
        .filter(tag -> tag.getKey().equalsIgnoreCase(TAG) && !tag.getValue().isBlank())
        .map(tag -> tag.getValue().strip())
        .min(Comparator.naturalOrder());
  }

  /** All that belong to the first, directly or by others. */
  private static List<LocalGateway> reach(LocalGateway first, List<LocalGateway> among) {
    var site = new ArrayList<>(List.of(first));
    for (int i = 0; i < site.size(); i++) {
      var member = site.get(i);
      among.stream()
          .filter(other -> !site.contains(other) && together(member, other))
          .forEach(site::add);
    }
    return site;
  }

  private static boolean together(LocalGateway one, LocalGateway other) {
    return stem(one).equals(stem(other)) || (sameAsn(one, other) && overlap(one, other));
  }

  private static boolean sameAsn(LocalGateway one, LocalGateway other) {
    return one.bgp().isPresent()
        && other.bgp().isPresent()
        && one.bgp().get().asn() != 0
        && one.bgp().get().asn() == other.bgp().get().asn();
  }

  private static boolean overlap(LocalGateway one, LocalGateway other) {
    return one.prefixes().stream().anyMatch(p -> other.prefixes().stream().anyMatch(p::overlaps));
  }

  /** The name without what numbers the devices of a site. */
  private static String stem(LocalGateway local) {
    var lower = local.name().toLowerCase(Locale.ROOT);
    var stem = NUMBER.matcher(PREFIX.matcher(lower).replaceFirst("")).replaceFirst("");
    return stem.isEmpty() ? lower : stem;
  }

  private static String name(List<LocalGateway> site) {
    var stems = site.stream().map(Sites::stem).distinct().sorted().toList();
    var name = stems.getFirst();
    return name.isBlank()
        ? site.stream()
            .map(LocalGateway::ip)
            .flatMap(Optional::stream)
            .map(IpAddress::text)
            .min(Comparator.naturalOrder())
            .orElse("unnamed")
        : name;
  }
}
