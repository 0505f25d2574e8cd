package dev.tunnelwatch.records;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The splitting of one body: where we are in it, and what was found so far. */
final class BodySplit {

  private final byte[] body;
  private final GatewayIds gateways;
  private final ObjectReader objects;
  private final Damage damage;
  private final List<Element> elements = new ArrayList<>();

  private int at;

  /** Set where damage threw us out of the list we were in, to the next line that begins a value. */
  private boolean thrownOut;

  BodySplit(byte[] body, GatewayIds gateways) {
    this.body = body;
    this.gateways = gateways;
    objects = new ObjectReader(body);
    damage = new Damage(body, objects);
  }

  List<Element> elements() {
    at = Bytes.afterByteOrderMark(body);
    if (Bytes.skipBlanks(body, at) == body.length) {
      broken(RejectReason.EMPTY_BODY, 0, body.length);
      return elements;
    }
    for (at = Bytes.skipBlanks(body, at); at < body.length; at = Bytes.skipBlanks(body, at)) {
      thrownOut = false;
      switch (body[at]) {
        case '{' -> object(true);
        case '[' -> {
          at++;
          list(true);
        }
        default -> stray();
      }
    }
    return elements;
  }

  /** The work done, for whoever must know that it is linear. */
  long bytesLookedAt() {
    return damage.bytesLookedAt();
  }

  /** From behind the opening bracket to behind the closing one. */
  private void list(boolean mayHoldEnvelopes) {
    while (!thrownOut) {
      at = Bytes.skipBlanks(body, at);
      if (at == body.length) {
        broken(RejectReason.TRUNCATED, at, at);
        thrownOut = true;
        return;
      }
      switch (body[at]) {
        case ']' -> {
          at++;
          return;
        }
        case ',' -> at++;
        case '{' -> object(mayHoldEnvelopes);
        default -> noObject();
      }
    }
  }

  private void object(boolean mayBeEnvelope) {
    int from = at;
    switch (objects.read(from, damage.reach(from), mayBeEnvelope)) {
      case ObjectReader.Found.Whole(int to, var heading) -> {
        at = to;
        whole(heading, from, to);
      }
      case ObjectReader.Found.Envelope(int to) -> envelope(to);
      case ObjectReader.Found.Not(var reason) -> {
        // Names that stand twice are an envelope's own fault, not that of its records.
        var records =
            mayBeEnvelope && reason == RejectReason.DUPLICATE_KEY
                ? objects.recordsOf(from, damage.reach(from))
                : OptionalInt.empty();
        if (records.isPresent()) {
          broken(reason, from, records.getAsInt());
          envelope(records.getAsInt());
        } else {
          cutOut(reason, from);
        }
      }
    }
  }

  /** From the first of its records on. */
  private void envelope(int records) {
    var next = OptionalInt.of(records);
    while (next.isPresent()) {
      at = next.getAsInt();
      list(false);
      next = thrownOut ? OptionalInt.empty() : envelopeEnd();
    }
  }

  private void whole(Heading heading, int from, int to) {
    if (!objects.isUtf8(from, to)) {
      broken(RejectReason.NOT_UTF8, from, to);
      return;
    }
    if (to - from > StrictJson.MAX_RECORD) {
      broken(RejectReason.TOO_LARGE, from, to);
      return;
    }
    int index = elements.size();
    switch (heading.owner(gateways::of)) {
      case Heading.Owner.Ours(_, var gateway) ->
          elements.add(new Element.Rec(index, gateway, bytes(from, to)));
      case Heading.Owner.Strange(var kind) ->
          elements.add(new Element.Foreign(index, kind, bytes(from, to)));
      case Heading.Owner.Nobody(var reason) -> broken(reason, from, to);
    }
  }

  /**
   * What stands behind {@code records}: other fields, which must be well formed, and the brace. The
   * result is where another list of records begins, which must not be there and is read.
   */
  private OptionalInt envelopeEnd() {
    int from = at;
    var end = damage.endOf(from);
    if (end.isEmpty()) {
      cutOut(RejectReason.TRUNCATED, from);
      return OptionalInt.empty();
    }
    at = end.getAsInt();
    var problem = objects.problemBehindRecords(from, at);
    var more =
        problem.filter(reason -> reason == RejectReason.DUPLICATE_KEY).isPresent()
            ? objects.recordsBehind(from, at)
            : OptionalInt.empty();
    problem.ifPresent(reason -> broken(reason, from, more.orElse(at)));
    return more;
  }

  /** Cuts the object or the stretch at {@code from} out, and goes on behind it. */
  private void cutOut(RejectReason reason, int from) {
    var way = damage.wayOn(from);
    at = way.to();
    thrownOut = way.onNewLine();
    broken(objects.isUtf8(from, at) ? reason : RejectReason.NOT_UTF8, from, at);
  }

  /** In a list: a value that is no object, or no value at all. */
  private void noObject() {
    int from = at;
    OptionalInt end =
        body[from] == '[' ? damage.endOf(from + 1) : Bytes.endOfSimpleValue(body, from);
    if (end.isPresent()) {
      at = end.getAsInt();
      broken(objects.reasonAgainst(from, at), from, at);
    } else {
      cutOut(RejectReason.NOT_JSON, from);
    }
  }

  /** Outside of every list: what begins neither an object nor a list. */
  private void stray() {
    int from = at;
    at = body[from] == ',' ? from + 1 : damage.endOfStray(from);
    if (body[from] != ',') {
      broken(objects.reasonAgainst(from, at), from, at);
    }
  }

  private void broken(RejectReason reason, int from, int to) {
    elements.add(new Element.Broken(elements.size(), reason, bytes(from, to)));
  }

  private byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(body, from, to);
  }
}
