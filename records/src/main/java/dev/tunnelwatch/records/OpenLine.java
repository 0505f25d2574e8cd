package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Offer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line whose numbers may be others without making it another kind of line: neither where its
 * parts are nor what it tells hangs on them, but for words that they might make.
 *
 * @param numbers in order
 * @param remote which of them is the other end, its port included; -1 when none is
 * @param messageId which is that of a message the peer sent; -1 when it sent none
 * @param list up to the end, which may be another with the same words
 */
record OpenLine(
    List<OpenNumber> numbers, int remote, int messageId, Optional<OpenLine.OpenList> list) {

  /** Where it begins, and what it is; its words as {@link Listing} has them. */
  record OpenList(Offer.Side side, Offer.Kind kind, boolean answer, int from, OptionalLong words) {}

  /** The session and both ends. */
  private static final int OF_PREFIX = 3;

  /** Empty when it is not sure that a line is one. */
  static Optional<OpenLine> of(IkeLine line) {
    var numbers = OpenNumber.in(line.bytes(), line.from(), line.to());
    int from = line.begin(IkeLine.Key.ERROR_CODE);
    int to = line.end(IkeLine.Key.ERROR_CODE);
    numbers.removeIf(number -> number.to() > from && number.from() < to);
    var listed = listed(line);
    var list = listed.flatMap(found -> open(line, found));
    list.ifPresent(found -> numbers.removeIf(number -> number.to() > found.from()));
    int remote = remote(line, numbers);
    int messageId = messageId(line, numbers);
    boolean prefixed = !line.isKeyed() && line.textFrom() > line.from();
    boolean sure =
        !line.isOdd()
            && (!prefixed || isUsual(line, numbers))
            && (remote >= 0 || line.end(IkeLine.Key.REMOTE) == 0)
            && listed.stream().noneMatch(found -> isOpen(line, found.told(), numbers))
            && list.stream().allMatch(found -> found.words().isPresent())
            && (messageId >= 0 || !PeerPacket.is(line.bytes(), line.textFrom(), line.to()));
    return sure ? Optional.of(new OpenLine(numbers, remote, messageId, list)) : Optional.empty();
  }

  private static Optional<OfferText> listed(IkeLine line) {
    return line.isKeyed() || PeerPacket.is(line.bytes(), line.textFrom(), line.to())
        ? Optional.empty()
        : line.listed();
  }

  private static Optional<OpenList> open(IkeLine line, OfferText list) {
    var words = Listing.words(line.textFrom(list.from()));
    return list.side()
        .map(side -> new OpenList(side, list.kind(), list.answer(), list.from(), words));
  }

  /** Whether a number stands there or before it, behind the prefix. */
  private static boolean isOpen(IkeLine line, int place, List<OpenNumber> numbers) {
    return numbers.stream()
        .anyMatch(number -> number.from() <= place && number.to() > line.textFrom());
  }

  /** Whether the id and both ends of a prefix are numbers of that kind, each as a whole. */
  private static boolean isUsual(IkeLine line, List<OpenNumber> numbers) {
    if (numbers.size() < OF_PREFIX) {
      return false;
    }
    var session = numbers.get(0);
    var remote = numbers.get(1);
    var local = numbers.get(2);
    return session.from() == line.from() + IkeLine.SESSION.length()
        && remote.from() == session.to() + IkeLine.REMOTE.length()
        && local.from() == remote.to() + IkeLine.LOCAL.length()
        && local.to() + 1 == line.textFrom();
  }

  private static int remote(IkeLine line, List<OpenNumber> numbers) {
    int begin = line.begin(IkeLine.Key.REMOTE);
    int end = line.end(IkeLine.Key.REMOTE);
    for (int i = 0; i < numbers.size() && end > 0; i++) {
      var number = numbers.get(i);
      boolean stops = !line.isKeyed() && number.to() == end + 1 && line.bytes()[end] == ':';
      if (number.from() == begin && (number.to() == end || stops)) {
        return i;
      }
    }
    return -1;
  }

  /** In digits only, and behind the set-up, where it tells that the peer lives; else -1. */
  private static int messageId(IkeLine line, List<OpenNumber> numbers) {
    var bytes = line.bytes();
    int name = PeerPacket.name(bytes, line.textFrom(), line.to());
    if (name == line.to()
        || !IkeLines.isBehindSetup(PeerPacket.numberBehind(bytes, name, line.to()))) {
      return -1;
    }
    for (int i = 0; i < numbers.size(); i++) {
      var number = numbers.get(i);
      if (number.from() > name) {
        return PeerPacket.number(bytes, number.from(), number.to()) < 0 ? -1 : i;
      }
    }
    return -1;
  }
}
