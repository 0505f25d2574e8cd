package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What of a record tells whose it is.
 *
 * @param metric whether it names a metric
 * @param log whether it has at least one field that every Azure log has
 */
record Heading(
    Optional<String> category, Optional<String> resourceId, boolean metric, boolean log) {

  /** Kinds of resource that are, or may hold, a VPN gateway. */
  private static final Set<String> GATEWAYS =
      Set.of("virtualnetworkgateways", "vpngateways", "p2svpngateways");

  // /subscriptions/0000/resourcegroups/net/providers/microsoft.network/vpngateways/gw-weu
  private static final Pattern RESOURCE =
      Pattern.compile(
          "/subscriptions/[^/]{1,90}/resourcegroups/[^/]{1,90}/providers"
              + "/(?<provider>[^/]{1,90})/(?<type>[^/]{1,90})/[^/]{1,90}/?");

  /** Whose a record is. */
  sealed interface Owner {
    record Ours(Category category, GatewayId gateway) implements Owner {}

    record Strange(String kind) implements Owner {}

    record Nobody(RejectReason reason) implements Owner {}
  }

  /**
   * Whose it is.
   *
   * @param gateways tells the gateway of a resource id
   */
  Owner owner(Function<String, Optional<GatewayId>> gateways) {
    if (metric) {
      return new Owner.Strange(ForeignKind.METRIC);
    }
    var ours = category.map(String::strip).flatMap(Category::named);
    if (ours.isPresent()) {
      return resourceId
          .map(id -> ownerOf(ours.get(), id, gateways))
          .orElseGet(() -> new Owner.Nobody(RejectReason.NO_RESOURCE_ID));
    }
    if (!log) {
      return new Owner.Nobody(RejectReason.NOT_A_RECORD);
    }
    if (resourceId.flatMap(gateways).isPresent()) {
      return category.isPresent()
          ? new Owner.Strange(ForeignKind.CATEGORY)
          : new Owner.Nobody(RejectReason.NO_CATEGORY);
    }
    return new Owner.Strange(ForeignKind.SERVICE);
  }

  private static Owner ownerOf(
      Category category, String id, Function<String, Optional<GatewayId>> gateways) {
    var gateway = gateways.apply(id);
    if (gateway.isPresent()) {
      return new Owner.Ours(category, gateway.get());
    }
    return RESOURCE.matcher(id.toLowerCase(Locale.ROOT)).matches()
        ? new Owner.Strange(ForeignKind.RESOURCE)
        : new Owner.Nobody(RejectReason.BAD_RESOURCE_ID);
  }

  /**
   * The gateway of a resource id, in whatever case, between blanks, as the address of a request
   * with its query; empty when it is something else's.
   */
  static Optional<GatewayId> gateway(String resourceId) {
    int query = resourceId.indexOf('?');
    var path = query < 0 ? resourceId : resourceId.substring(0, query);
    var id = path.strip().toLowerCase(Locale.ROOT);
    return isGateway(id)
        ? Optional.of(new GatewayId(id.endsWith("/") ? id.substring(0, id.length() - 1) : id))
        : Optional.empty();
  }

  /** Of an id in lower case. */
  static boolean isGateway(String id) {
    var resource = RESOURCE.matcher(id);
    return resource.matches()
        && id.chars().noneMatch(Character::isISOControl)
        && resource.group("provider").equals("microsoft.network")
        && GATEWAYS.contains(resource.group("type"));
  }
}
