package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What sites are called that no tag names (rule 31). A site is known by its name, so no two of them
 * may have one: where the short name would be that of several, each gets a longer one.
 */
final class SiteNames {
  private static final Pattern PREFIX = Pattern.compile("^(?:lng|lgw)-");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+$");

  /** From short to certain. */
  private static final List<Function<List<LocalGateway>, String>> FORMS =
      List.of(
          SiteNames::common,
          group -> bare(group.getFirst().name()),
          group -> bare(group.getFirst().name()) + group(group.getFirst().id()),
          group -> group.getFirst().id());

  private final Map<List<LocalGateway>, String> names = new HashMap<>();

  private final Set<String> taken = new HashSet<>();

  /** Names those groups; what was named before keeps its name. */
  void add(Collection<List<LocalGateway>> groups) {
    var open = groups.stream().filter(group -> !group.isEmpty()).toList();
    for (var form : FORMS) {
      var sharing = new HashMap<String, Integer>();
      open.forEach(group -> sharing.merge(form.apply(group), 1, Integer::sum));
      for (var group : open) {
        var name = form.apply(group);
        if (sharing.getOrDefault(name, 0) == 1 && taken.add(name)) {
          names.put(group, name);
        }
      }
      open = open.stream().filter(group -> !names.containsKey(group)).toList();
    }
  }

  /** One of those given. */
  String of(List<LocalGateway> group) {
    return names.getOrDefault(group, common(group));
  }

  /** The name without what numbers the devices of a site. */
  static String stem(LocalGateway local) {
    var stem = NUMBER.matcher(bare(local.name())).replaceFirst("");
    return stem.isEmpty() ? local.name() : stem;
  }

  static String bare(String name) {
    return PREFIX.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
  }

  /** Of {@code /subscriptions/s1/resourcegroups/net/…}: {@code " (net)"}. */
  private static String group(String id) {
    var parts = id.split("/", -1);
    return parts.length > 4 ? " (" + parts[4] + ')' : "";
  }

  /** The parts their names begin with; where they have none in common the first in order. */
  private static String common(List<LocalGateway> group) {
    var stems = group.stream().map(SiteNames::stem).distinct().sorted().toList();
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
