package dev.tunnelwatch.records;

import java.util.OptionalInt;

/**
 * Finds the way on behind something broken. First by structure: where its braces balance and what
 * follows could follow a record. Else by search: the next place that begins a readable record, or a
 * line that begins a value. Both look at bytes again, so what they may look at in all is bounded:
 * where so much is broken that it is used up, each line stands for itself, and after as much again
 * the rest is one piece.
 */
final class Damage {

  /** How often each byte may be looked at before only whole lines are; and in all. */
  private static final int LOOKS = 8;

  private static final int MOST_LOOKS = 2 * LOOKS;

  /** Added to the length, for a failure in a small body costs many times its length. */
  private static final int SMALL = 4_096;

  private final byte[] body;
  private final ObjectReader objects;
  private long skipped;

  Damage(byte[] body, ObjectReader objects) {
    this.body = body;
    this.objects = objects;
  }

  /**
   * Where to go on.
   *
   * @param onNewLine whether that is a line of its own rather than the same list
   */
  record Way(int to, boolean onNewLine) {}

  Way wayOn(int from) {
    var balanced = balanced(from);
    if (balanced.isPresent()) {
      return new Way(balanced.getAsInt(), false);
    }
    for (int at = from + 1; at < body.length; at++) {
      if (isTired()) {
        return new Way(nextLine(at - 1), true);
      }
      skipped++;
      if (body[at] != '{' && body[at] != '[') {
        continue;
      }
      int before = Bytes.lastBefore(body, at, from);
      boolean follows = before == '}' && !Bytes.beginsLine(body, at);
      if (before == ',' || before == '[' || follows) {
        if (body[at] == '{' && beginsRecord(at)) {
          return new Way(at, false);
        }
      } else if (Bytes.beginsLine(body, at) && (before != ':' || beginsRecord(at))) {
        return new Way(at, true);
      }
    }
    return new Way(body.length, true);
  }

  /** Where something begins, behind what belongs to nothing: on its line, or on another. */
  int endOfStray(int from) {
    int line = Bytes.nextLineWithValue(body, from);
    int end = Math.min(line, Bytes.endOfLine(body, from));
    for (int at = from + 1; at < end && !isTired(); at++) {
      skipped++;
      if (body[at] == '{' && beginsSomething(at)) {
        return at;
      }
      int first = Bytes.skipBlanks(body, at + 1);
      if (body[at] == '[' && first < end && body[first] == '{' && beginsSomething(first)) {
        return at;
      }
    }
    return line;
  }

  /** A record, or an envelope. */
  private boolean beginsSomething(int at) {
    return switch (objects.read(at, body.length, true)) {
      case ObjectReader.Found.Whole(_, var heading) -> heading.log();
      case ObjectReader.Found.Envelope _ -> true;
      case ObjectReader.Found.Not(var reason) ->
          reason == RejectReason.DUPLICATE_KEY && objects.recordsOf(at, body.length).isPresent();
    };
  }

  private int nextLine(int from) {
    return looked(MOST_LOOKS) ? body.length : Bytes.nextLineWithValue(body, from);
  }

  /** How far what begins at {@code from} may reach: once tired, to the end of its line. */
  int reach(int from) {
    return isTired() ? Bytes.endOfLine(body, from) : body.length;
  }

  /** Behind what closes the brace or bracket before {@code from}. */
  OptionalInt endOf(int from) {
    if (isTired()) {
      return OptionalInt.empty();
    }
    var end = Bytes.endOf(body, from);
    skipped += end.at() - from;
    return end.found() ? OptionalInt.of(end.at()) : OptionalInt.empty();
  }

  long bytesLookedAt() {
    return objects.bytesRead() + skipped;
  }

  private boolean isTired() {
    return looked(LOOKS);
  }

  private boolean looked(int times) {
    return bytesLookedAt() > (long) times * (body.length + SMALL);
  }

  private OptionalInt balanced(int from) {
    if (from == body.length || body[from] != '{') {
      return OptionalInt.empty();
    }
    var end = endOf(from + 1);
    return end.isPresent() && couldFollow(end.getAsInt()) ? end : OptionalInt.empty();
  }

  /** A record is followed by another, by the end of its list, by another line or by nothing. */
  private boolean couldFollow(int end) {
    int next = Bytes.skipBlanks(body, end);
    if (next == body.length || body[next] == ']') {
      return true;
    }
    if (body[next] == ',') {
      int second = Bytes.skipBlanks(body, next + 1);
      return second < body.length && body[second] == '{';
    }
    return (body[next] == '{' || body[next] == '[') && Bytes.beginsLine(body, next);
  }

  private boolean beginsRecord(int at) {
    return objects.read(at, body.length, false) instanceof ObjectReader.Found.Whole whole
        && whole.heading().log();
  }
}
