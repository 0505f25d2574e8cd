package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.Prefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Local network gateways that belong together, as disjoint sets (Galler and Fischer 1964). */
final class Groups {
  private final List<LocalGateway> locals;
  private final int[] parent;

  /** Each for itself, until they are joined. */
  Groups(Collection<LocalGateway> locals) {
    this.locals = locals.stream().sorted(Comparator.comparing(LocalGateway::id)).toList();
    parent = new int[this.locals.size()];
    Arrays.setAll(parent, i -> i);
  }

  /** Joins those that have the same key; those without one stay as they are. */
  void joinEqual(Function<LocalGateway, Optional<String>> key) {
    var first = new HashMap<String, Integer>();
    for (int i = 0; i < parent.length; i++) {
      var of = key.apply(locals.get(i));
      if (of.isPresent()) {
        join(i, first.computeIfAbsent(of.get(), at(i)));
      }
    }
  }

  private static Function<String, Integer> at(int place) {
    return _ -> place;
  }

  /** One prefix of one of them, by its first address. */
  private record Range(BigInteger first, Prefix prefix, int of) {
    static Range of(Prefix prefix, int of) {
      byte[] base = InetAddress.ofLiteral(prefix.base().text()).getAddress();
      int host = base.length * 8 - prefix.length();
      return new Range(new BigInteger(1, base).shiftRight(host).shiftLeft(host), prefix, of);
    }

    boolean isSix() {
      return prefix.base().text().indexOf(':') >= 0;
    }
  }

  private static final Comparator<Range> WIDEST_FIRST =
      Comparator.comparing(Range::isSix)
          .thenComparing(Range::first)
          .thenComparingInt(range -> range.prefix().length());

  /**
   * Joins those that have the same key and share an address. Of two ranges that do, one holds the
   * other, so that in order of their begin each must only be compared with the last wide one.
   */
  void joinOverlapping(
      Function<LocalGateway, Optional<String>> key, Function<LocalGateway, List<Prefix>> space) {
    var ranges = new TreeMap<String, List<Range>>();
    for (int i = 0; i < parent.length; i++) {
      var of = key.apply(locals.get(i));
      if (of.isPresent()) {
        var same = ranges.computeIfAbsent(of.get(), _ -> new ArrayList<>());
        for (var prefix : space.apply(locals.get(i))) {
          same.add(Range.of(prefix, i));
        }
      }
    }
    ranges.values().forEach(this::joinOverlapping);
  }

  private void joinOverlapping(List<Range> ranges) {
    ranges.sort(WIDEST_FIRST);
    var widest = Optional.<Range>empty();
    for (var range : ranges) {
      var holds = widest.filter(wide -> wide.prefix().overlaps(range.prefix()));
      holds.ifPresent(wide -> join(wide.of(), range.of()));
      widest = holds.or(() -> Optional.of(range));
    }
  }

  private void join(int one, int other) {
    int a = root(one);
    int b = root(other);
    parent[Math.max(a, b)] = Math.min(a, b);
  }

  private int root(int of) {
    int at = of;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** The first of those it is joined with so far, by its id: equal for all of them. */
  Map<String, String> firsts() {
    var firsts = new HashMap<String, String>();
    for (int i = 0; i < parent.length; i++) {
      firsts.put(locals.get(i).id(), locals.get(root(i)).id());
    }
    return firsts;
  }

  /**
   * Joins those that have the same key, except where such as say something of themselves are in
   * more than one group by now.
   */
  void joinUndisputed(Function<LocalGateway, Optional<String>> key, Predicate<LocalGateway> says) {
    var said = new HashMap<String, Set<Integer>>();
    for (int i = 0; i < parent.length; i++) {
      var of = key.apply(locals.get(i));
      if (of.isPresent() && says.test(locals.get(i))) {
        said.computeIfAbsent(of.get(), _ -> new HashSet<>()).add(root(i));
      }
    }
    joinEqual(local -> key.apply(local).filter(of -> said.getOrDefault(of, Set.of()).size() < 2));
  }

  /** In order of the id of the first of each. */
  Collection<List<LocalGateway>> all() {
    Map<Integer, List<LocalGateway>> groups = new TreeMap<>();
    for (int i = 0; i < parent.length; i++) {
      groups.computeIfAbsent(root(i), _ -> new ArrayList<>()).add(locals.get(i));
    }
    return groups.values();
  }
}
