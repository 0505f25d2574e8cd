package dev.tunnelwatch.simulator.hub;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;

/** Decides on each link a client opens: what stands behind its address, or why it is refused. */
final class LinkOpener {

  /** Our end of a link that was refused. */
  static final LinkEnd NOTHING = new LinkEnd() {};

  private static final Symbol EPOCH = Symbol.valueOf("com.microsoft:epoch");
  private static final Symbol RUNTIME_METRIC =
      Symbol.valueOf("com.microsoft:enable-receiver-runtime-metric");
  private static final int PRODUCER_CREDIT = 300;
  private static final int REQUEST_CREDIT = 100;

  private final Namespace namespace;
  private final ConnectionLoop loop;
  private final Claims claims = new Claims();
  private final Map<String, Sender> replyLinks = new HashMap<>();

  LinkOpener(Namespace namespace, ConnectionLoop loop) {
    this.namespace = namespace;
    this.loop = loop;
  }

  LinkEnd open(Link link) {
    return link instanceof Sender sender ? openSender(sender) : openReceiver((Receiver) link);
  }

  /** A link on which we send: a partition's events, or a node's answers. */
  private LinkEnd openSender(Sender link) {
    var address =
        Optional.ofNullable(link.getRemoteSource())
            .flatMap(source -> Optional.ofNullable(source.getAddress()));
    return switch (LinkAddress.parse(address)) {
      case LinkAddress.Claims _, LinkAddress.Management _ -> openReplies(link);
      case LinkAddress.PartitionSource source -> openFeed(link, source, address.orElse(""));
      case LinkAddress.HubTarget _, LinkAddress.PartitionTarget _, LinkAddress.Unknown _ ->
          refuse(link, Refusal.notFound(address.orElse("")));
    };
  }

  /** A link on which we receive: events, or requests to a node. */
  private LinkEnd openReceiver(Receiver link) {
    var address =
        Optional.ofNullable(link.getRemoteTarget())
            .flatMap(target -> Optional.ofNullable(target.getAddress()));
    return switch (LinkAddress.parse(address)) {
      case LinkAddress.Claims _ ->
          take(
              link,
              REQUEST_CREDIT,
              new RequestIntake(new ClaimsNode(namespace, claims), replyLinks));
      case LinkAddress.Management _ ->
          take(link, REQUEST_CREDIT, new RequestIntake(new ManagementNode(namespace), replyLinks));
      case LinkAddress.HubTarget(String hub) -> openIntake(link, hub, Optional.empty());
      case LinkAddress.PartitionTarget(String hub, String partition) ->
          openIntake(link, hub, Optional.of(partition));
      case LinkAddress.PartitionSource _, LinkAddress.Unknown _ ->
          refuse(link, Refusal.notFound(address.orElse("")));
    };
  }

  private LinkEnd openReplies(Sender link) {
    var replyTo =
        Optional.ofNullable(link.getRemoteTarget())
            .flatMap(target -> Optional.ofNullable(target.getAddress()));
    if (replyTo.isEmpty()) {
      return refuse(link, Refusal.badArgument("target: expected an address to reply to"));
    }
    accept(link);
    link.setSenderSettleMode(SenderSettleMode.SETTLED);
    link.open();
    replyLinks.put(replyTo.get(), link);
    return new LinkEnd() {
      @Override
      public void closed() {
        replyLinks.remove(replyTo.get(), link);
      }
    };
  }

  private LinkEnd openIntake(Receiver link, String hubName, Optional<String> partition) {
    var path = hubName + partition.map(id -> "/partitions/" + id).orElse("");
    if (!claims.cover(path, namespace.realNow())) {
      return refuse(link, Refusal.unauthorized(path));
    }
    var hub = namespace.find(hubName);
    var fixed = hub.flatMap(found -> partition.flatMap(found::find));
    if (hub.isEmpty() || (partition.isPresent() && fixed.isEmpty())) {
      return refuse(link, Refusal.notFound(path));
    }
    return take(link, PRODUCER_CREDIT, new EventIntake(hub.get(), fixed));
  }

  private LinkEnd take(Receiver link, int credit, Incoming.Handler handler) {
    accept(link);
    link.setMaxMessageSize(UnsignedLong.valueOf(namespace.maxMessageBytes()));
    link.open();
    link.flow(credit);
    return new Incoming(link, namespace.maxMessageBytes(), handler);
  }

  private LinkEnd openFeed(Sender link, LinkAddress.PartitionSource source, String address) {
    var path = LinkAddress.path(address);
    if (!claims.cover(path, namespace.realNow())) {
      return refuse(link, Refusal.unauthorized(path));
    }
    var partition =
        namespace
            .find(source.hub())
            .flatMap(hub -> hub.find(source.partition()))
            .filter(found -> found.hasGroup(source.group()));
    if (partition.isEmpty()) {
      return refuse(link, Refusal.notFound(address));
    }
    return switch (SelectorFilter.of(filters(link))) {
      case SelectorFilter.Outcome.Refused(Refusal refusal) -> refuse(link, refusal);
      case SelectorFilter.Outcome.Start(StartPosition start) ->
          partition
              .get()
              .log()
              .refusalOf(start)
              .map(refusal -> refuse(link, refusal))
              .orElseGet(() -> feed(link, partition.get(), source.group(), start));
    };
  }

  private LinkEnd feed(Sender link, Partition partition, String group, StartPosition start) {
    boolean metric = desires(link, RUNTIME_METRIC);
    var feed = new PartitionFeed(link, loop, partition, namespace.clock(), metric);
    return switch (partition.owner(group).enter(feed, epoch(link))) {
      case Ownership.Admission.Refused<Partition.Reader>(Refusal refusal) -> refuse(link, refusal);
      case Ownership.Admission.Admitted<Partition.Reader>(var displaced, Refusal farewell) -> {
        displaced.forEach(reader -> reader.detach(farewell));
        accept(link);
        if (metric) {
          link.setOfferedCapabilities(new Symbol[] {RUNTIME_METRIC});
        }
        link.setSenderSettleMode(SenderSettleMode.SETTLED);
        link.setReceiverSettleMode(ReceiverSettleMode.FIRST);
        link.open();
        feed.startAt(partition.log().startOf(start, namespace.clock().instant()));
        yield feed;
      }
    };
  }

  private static boolean desires(Link link, Symbol capability) {
    return Optional.ofNullable(link.getRemoteDesiredCapabilities()).stream()
        .flatMap(Arrays::stream)
        .anyMatch(capability::equals);
  }

  private static OptionalLong epoch(Link link) {
    return Optional.ofNullable(link.getRemoteProperties())
        .map(properties -> properties.get(EPOCH))
        .filter(Number.class::isInstance)
        .map(epoch -> OptionalLong.of(((Number) epoch).longValue()))
        .orElseGet(OptionalLong::empty);
  }

  private static Map<?, ?> filters(Sender link) {
    return link.getRemoteSource() instanceof Source source && source.getFilter() != null
        ? source.getFilter()
        : Map.of();
  }

  private static void accept(Link link) {
    link.setSource(link.getRemoteSource());
    link.setTarget(link.getRemoteTarget());
  }

  /** Attaches without source and target, as AMQP wants it, and detaches with the reason. */
  private static LinkEnd refuse(Link link, Refusal refusal) {
    link.open();
    link.setCondition(refusal.asCondition());
    link.close();
    return NOTHING;
  }
}
