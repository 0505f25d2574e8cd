package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Traffic selectors of a child SA (RFC 7296 2.9): which addresses may talk through it.
 *
 * @param initiator the ranges on the side that began, as prefixes where they are such
 * @param whole whether there are as many as the text says
 */
record Selectors(List<String> initiator, List<String> responder, boolean whole) {

  // Number of TSIs 1: StartAddress 10.0.0.0 EndAddress 10.0.255.255 PortStart 0 … Number of TSRs
  // 1:…
  private static final Pattern INITIATORS = Pattern.compile("(?i)Number of TSIs? (\\d{1,3}):");
  private static final Pattern RESPONDERS = Pattern.compile("(?i)Number of TSRs? (\\d{1,3}):");

  private static final Pattern RANGE =
      Pattern.compile(
          "(?i)StartAddress (?<start>[0-9a-f.:]{2,45}) EndAddress (?<end>[0-9a-f.:]{2,45})(?![0-9a-f.:])");

  Selectors {
    initiator = List.copyOf(initiator);
    responder = List.copyOf(responder);
  }

  /** Empty when a side is not told. */
  static Optional<Selectors> in(String text) {
    var initiators = INITIATORS.matcher(text);
    var responders = RESPONDERS.matcher(text);
    if (!initiators.find() || !responders.find(initiators.end())) {
      return Optional.empty();
    }
    var initiator = ranges(text.substring(initiators.end(), responders.start()));
    var responder = ranges(text.substring(responders.end()));
    boolean whole =
        initiator.size() == Integer.parseInt(initiators.group(1))
            && responder.size() == Integer.parseInt(responders.group(1));
    return initiator.isEmpty() || responder.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Selectors(
                initiator.stream().distinct().toList(),
                responder.stream().distinct().toList(),
                whole));
  }

  /** As what the side offers that asks first, and so is the initiator, or the one that answers. */
  static Offers.Listed listedIn(String text, boolean byGateway) {
    var found = in(text);
    return new Offers.Listed(
        found.map(selectors -> selectors.label(byGateway)).stream().toList(),
        found.map(Selectors::whole).orElse(false));
  }

  private static List<String> ranges(String text) {
    var ranges = new ArrayList<String>();
    var found = RANGE.matcher(text);
    while (found.find()) {
      var start = Addresses.literal(found.group("start"));
      var end = Addresses.literal(found.group("end"));
      if (start.isPresent() && end.isPresent()) {
        ranges.add(
            prefix(start.get(), end.get())
                .map(Prefix::toString)
                .orElseGet(() -> start.get() + "-" + end.get()));
      }
    }
    return ranges;
  }

  /** Of a range that is one. */
  static Optional<Prefix> prefix(IpAddress start, IpAddress end) {
    byte[] first = InetAddress.ofLiteral(start.text()).getAddress();
    byte[] last = InetAddress.ofLiteral(end.text()).getAddress();
    if (first.length != last.length) {
      return Optional.empty();
    }
    var low = new BigInteger(1, first);
    var span = new BigInteger(1, last).subtract(low).add(BigInteger.ONE);
    boolean aligned = span.signum() > 0 && span.bitCount() == 1 && low.mod(span).signum() == 0;
    return aligned
        ? Optional.of(new Prefix(start, first.length * Byte.SIZE - span.getLowestSetBit()))
        : Optional.empty();
  }

  /**
   * {@code 10.1.0.0/16<>10.52.0.0/16}, the gateway's side first.
   *
   * @param byGateway whether the gateway is the initiator
   */
  String label(boolean byGateway) {
    var gateway = byGateway ? initiator : responder;
    var peer = byGateway ? responder : initiator;
    return joined(gateway) + "<>" + joined(peer);
  }

  private static String joined(List<String> ranges) {
    return ranges.stream().sorted().collect(Collectors.joining("+"));
  }
}
