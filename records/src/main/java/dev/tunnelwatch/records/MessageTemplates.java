package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.records.IkeLines.Told;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Routine messages as they were read before, the numbers in them left open: what has the same words
 * in the same places tells the same, so that comparing stands for reading. A tree; each of its
 * steps is some literal bytes and a number behind them. Not for several threads.
 *
 * @see <a href="https://doi.org/10.1109/ICWS.2017.13">He and others, 2017: log templates in a
 *     tree</a>
 */
final class MessageTemplates implements Messages {

  private static final int MOST_NUMBERS = 32;

  private static final int END = 0;
  private static final int PROPOSALS = -1;
  private static final int SELECTORS = -2;

  /** Of those that begin alike; the longest known has to go for another. */
  private static final int MOST_BRANCHES = 24;

  /** A gateway says a few dozen things; when there is much more, all is learned anew. */
  private static final int MOST_STEPS = 2_048;

  /**
   * Learning is dear beside reading, and what is frequent comes again: one of so many is learned.
   */
  private static final int LEARNED_OF = 512;

  /** At the beginning more of them. */
  private static final int LEARNED_FIRST = 8;

  private static final int FIRST = 2_048;

  /** Within so many bytes a message's number counts for sure. */
  private static final int NEAR = 150;

  private final Caches caches;
  private final int learnedOf;
  private Step root = new Step(new byte[0], END, Optional.empty());
  private int steps;
  private int missed;

  /** Of the numbers of the message found last, and of the list behind them. */
  private final int[] begins = new int[MOST_NUMBERS + 1];

  private final int[] ends = new int[MOST_NUMBERS + 1];

  /** The message looked for last: where it begins and ends, what it tells, what it lists. */
  private int from;

  private int to;
  private @Nullable Known known;
  private @Nullable Listing listing;

  /**
   * What all messages of a template tell.
   *
   * @param remote which number is the other end; -1 for none
   * @param stop whether a colon at its end is left out
   * @param messageId which number has to be that of a message behind the set-up; -1 for none
   * @param list of what one of the two offers; begins behind all numbers
   */
  record Known(
      Told told, int remote, boolean stop, int messageId, Optional<OpenLine.OpenList> list) {}

  /**
   * Some bytes, and behind them a number of these kinds, 0 where the message ends there; or a list
   * that ends with it.
   */
  private static final class Step {
    private final byte[] literal;
    private final long tail;
    private final int kinds;
    private final Optional<Known> known;
    private Step[] branches = {};
    private int replaced;

    Step(byte[] literal, int kinds, Optional<Known> known) {
      this.literal = literal;
      this.tail = tail(literal, literal.length);
      this.kinds = kinds;
      this.known = known;
    }

    /** The last bytes tell most literals apart. */
    private static long tail(byte[] bytes, int end) {
      return end < Long.BYTES ? 0 : AsciiText.eight(bytes, end - Long.BYTES);
    }

    boolean isAt(byte[] message, int at, int limit) {
      int end = at + literal.length;
      return end < limit
          && (literal.length < Long.BYTES || tail(message, end) == tail)
          && AsciiText.isSame(literal, 0, literal.length, message, at);
    }

    /** Where that ends which stands behind the literal; -1 when it is something else. */
    int end(byte[] message, int begin, int limit) {
      return switch (kinds) {
        case END -> message[begin] == '"' ? begin : -1;
        case PROPOSALS ->
            OfferText.areProposals(message, begin, limit) ? quote(message, begin, limit) : -1;
        case SELECTORS ->
            OfferText.areSelectors(message, begin, limit) ? quote(message, begin, limit) : -1;
        default -> OpenNumber.end(message, begin, limit, kinds);
      };
    }

    private static int quote(byte[] message, int from, int limit) {
      int end = AsciiText.endOfPlain(message, from, limit);
      return end < limit && message[end] == '"' ? end : -1;
    }

    boolean equals(byte[] message, int from, int to, int otherKinds) {
      return kinds == otherKinds && Arrays.equals(literal, 0, literal.length, message, from, to);
    }

    void add(Step branch) {
      if (branches.length < MOST_BRANCHES) {
        branches = Arrays.copyOf(branches, branches.length + 1);
        branches[branches.length - 1] = branch;
      } else {
        branches[replaced++ % MOST_BRANCHES] = branch;
      }
    }
  }

  MessageTemplates(Caches caches) {
    this(caches, LEARNED_OF);
  }

  /** Learns from one of so many messages that are not known. */
  MessageTemplates(Caches caches, int learnedOf) {
    this.caches = caches;
    this.learnedOf = learnedOf;
  }

  /** Likewise; no other than plain ones are learned, and their numbers are. */
  @Override
  public int end(byte[] body, int begin, int limit) {
    from = begin;
    to = -1;
    known = null;
    listing = null;
    int at = begin;
    int numbers = 0;
    var step = next(root, 0, body, at, limit);
    while (step != null && step.known.isEmpty()) {
      at = ends[numbers++];
      step = next(step, numbers, body, at, limit);
    }
    if (step != null) {
      to = ends[numbers];
      int last = begins[numbers];
      known = step.known.filter(tells -> holds(tells, body, last)).orElse(null);
    }
    return to;
  }

  @Override
  public void forget() {
    from = -1;
  }

  /** What a message tells; empty when none like it was learned. */
  Optional<Known> find(byte[] body, int begin, int end) {
    if (begin != from) {
      var _ = end(body, begin, end + 1);
    }
    return end == to ? Optional.ofNullable(known) : Optional.empty();
  }

  /** The branch whose literal and number are there, which is kept; null where none is. */
  private @Nullable Step next(Step step, int number, byte[] message, int at, int limit) {
    for (var branch : step.branches) {
      if (branch.isAt(message, at, limit)) {
        int begin = at + branch.literal.length;
        int end = branch.end(message, begin, limit);
        if (end >= 0) {
          begins[number] = begin;
          ends[number] = end;
          return branch;
        }
      }
    }
    return null;
  }

  private boolean holds(Known tells, byte[] message, int listFrom) {
    if (tells.list.isPresent()) {
      var list = tells.list.get();
      listing = caches.listing(list.side(), list.kind(), list.answer(), message, listFrom, to);
      return listing.words().equals(list.words());
    }
    if (tells.messageId < 0) {
      return true;
    }
    int begin = begins[tells.messageId];
    return begin - from < NEAR
        && IkeLines.isBehindSetup(PeerPacket.number(message, begin, ends[tells.messageId]));
  }

  /** The other end in the message found last. */
  Optional<IpAddress> remote(byte[] message, Known known) {
    if (known.remote < 0) {
      return Optional.empty();
    }
    int end = ends[known.remote];
    boolean stops = known.stop && message[end - 1] == ':';
    return caches.end(message, begins[known.remote], stops ? end - 1 : end);
  }

  /** What one of the two offers in the message found last. */
  Optional<Offer> offer() {
    return listing == null ? Optional.empty() : listing.offer();
  }

  /** Learns from some of the messages that were just read as a line what they tell. */
  void learn(IkeLine line, Told told) {
    int of = missed < FIRST ? Math.min(learnedOf, LEARNED_FIRST) : learnedOf;
    if (missed++ % of != 0) {
      return;
    }
    var open = IkeLines.open(line, told);
    if (open.isPresent() && open.get().numbers().size() <= MOST_NUMBERS) {
      var found = open.get();
      var known = new Known(told, found.remote(), !line.isKeyed(), found.messageId(), found.list());
      learn(line, found.numbers(), known);
    }
  }

  private void learn(IkeLine line, List<OpenNumber> open, Known known) {
    if (steps + open.size() >= MOST_STEPS) {
      root = new Step(new byte[0], END, Optional.empty());
      steps = 0;
    }
    var step = root;
    int at = line.from();
    for (var number : open) {
      step = branch(step, line.bytes(), at, number.from(), number.kinds());
      at = number.to();
    }
    steps++;
    int end = known.list.map(OpenLine.OpenList::from).orElse(line.to());
    step.add(
        new Step(
            Arrays.copyOfRange(line.bytes(), at, end),
            known.list.map(MessageTemplates::kind).orElse(END),
            Optional.of(known)));
  }

  private static int kind(OpenLine.OpenList list) {
    return switch (list.kind()) {
      case IKE, IPSEC -> PROPOSALS;
      case SELECTORS -> SELECTORS;
    };
  }

  private Step branch(Step step, byte[] message, int from, int to, int kinds) {
    for (var branch : step.branches) {
      if (branch.equals(message, from, to, kinds)) {
        return branch;
      }
    }
    steps++;
    var branch = new Step(Arrays.copyOfRange(message, from, to), kinds, Optional.empty());
    step.add(branch);
    return branch;
  }
}
