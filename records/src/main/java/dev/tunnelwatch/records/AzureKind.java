package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Counted;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of resources of an inventory: each has a file of its own, and a type in its ids. */
enum AzureKind {
  VNET_GATEWAY("vnet-gateways.json", "virtualnetworkgateways", "virtual network gateway"),
  LOCAL_GATEWAY("local-gateways.json", "localnetworkgateways", "local network gateway"),
  CONNECTION("vpn-connections.json", "connections", "connection"),
  VPN_GATEWAY("vpn-gateways.json", "vpngateways", "gateway of a Virtual WAN"),
  VPN_SITE("vpn-sites.json", "vpnsites", "site of a Virtual WAN");

  private static final String PROVIDER = "/providers/";
  private static final String NETWORK = "microsoft.network";

  private static final String[] NONE = {};

  private final String file;
  private final String type;
  private final String one;

  AzureKind(String file, String type, String one) {
    this.file = file;
    this.type = type;
    this.one = one;
  }

  String file() {
    return file;
  }

  static Optional<AzureKind> ofFile(String name) {
    return Arrays.stream(values()).filter(kind -> kind.file.equals(name)).findFirst();
  }

  /**
   * The type of resource that an id names, in lower case, with its provider where that is another;
   * empty for one of another form.
   */
  static Optional<String> type(String id) {
    var lower = id.strip().toLowerCase(Locale.ROOT);
    int provider = lower.indexOf(PROVIDER);
    var parts = provider < 0 ? NONE : lower.substring(provider + PROVIDER.length()).split("/", -1);
    boolean whole = Arrays.stream(parts).skip(3).allMatch(String::isEmpty);
    if (parts.length < 3 || !whole) {
      return Optional.empty();
    }
    return Optional.of(parts[0].equals(NETWORK) ? parts[1] : parts[0] + '/' + parts[1]);
  }

  static Optional<AzureKind> ofType(String type) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(type)).findFirst();
  }

  /** So many of that type, for people. */
  static String counted(long count, String type) {
    return ofType(type)
        .map(kind -> Counted.of(count, kind.one, kind.many()))
        .orElse(Counted.of(count, "resource", "resources") + " of type " + type);
  }

  String many() {
    return one.replaceFirst("^(gateway|site)(?= of)|$", "$1s");
  }
}
