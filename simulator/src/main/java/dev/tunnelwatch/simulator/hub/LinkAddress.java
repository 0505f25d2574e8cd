package dev.tunnelwatch.simulator.hub;

import java.util.Locale;
import java.util.Optional;

/** What a link's address names. Names are compared in lower case throughout. */
sealed interface LinkAddress {

  record Claims() implements LinkAddress {}

  record Management() implements LinkAddress {}

  /** Events to the hub, which chooses the partition. */
  record HubTarget(String hub) implements LinkAddress {}

  record PartitionTarget(String hub, String partition) implements LinkAddress {}

  record PartitionSource(String hub, String group, String partition) implements LinkAddress {}

  record Unknown(String address) implements LinkAddress {}

  /** Reads an address with or without scheme and host before its path. */
  static LinkAddress parse(String address) {
    var parts = path(address).split("/", -1);
    return switch (parts.length) {
      case 1 ->
          switch (parts[0]) {
            case "$cbs" -> new Claims();
            case "$management" -> new Management();
            case "" -> new Unknown(address);
            default -> new HubTarget(parts[0]);
          };
      case 3 ->
          parts[1].equals("partitions")
              ? new PartitionTarget(parts[0], parts[2])
              : new Unknown(address);
      case 5 ->
          parts[1].equals("consumergroups") && parts[3].equals("partitions")
              ? new PartitionSource(parts[0], parts[2], parts[4])
              : new Unknown(address);
      default -> new Unknown(address);
    };
  }

  /** The path of an address or token audience, in lower case, without slashes at its ends. */
  static String path(String address) {
    var lower = address.toLowerCase(Locale.ROOT);
    int host = lower.indexOf("://");
    if (host >= 0) {
      int slash = lower.indexOf('/', host + 3);
      lower = slash < 0 ? "" : lower.substring(slash);
    }
    int from = lower.startsWith("/") ? 1 : 0;
    int to = lower.length() > from && lower.endsWith("/") ? lower.length() - 1 : lower.length();
    return lower.substring(from, to);
  }

  static LinkAddress parse(Optional<String> address) {
    return address.map(LinkAddress::parse).orElseGet(() -> new Unknown(""));
  }
}
