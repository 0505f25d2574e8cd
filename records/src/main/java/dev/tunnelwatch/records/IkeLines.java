package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads IKEDiagnosticLog. Nearly all of it is routine; a refusal, a time-out and a deletion are
 * news. Words decide, in squeezed form, so that a blank more or less does no harm.
 */
final class IkeLines {

  // Policy1:Cipher=AES-CBC-256 …
  private static final Pattern PROPOSAL = Pattern.compile("policy\\d{1,3}(?:cipher|integrity)");

  static final String OPERATION = "IKELogEvent";

  /**
   * Messages 0 and 1 make an IKE SA (RFC 7296 1.2); one that came from the peer with a higher
   * number belongs to an SA that stands.
   */
  private static final int LAST_OF_SETUP = 1;

  private static final WordGroups GROUPS = StatedReasons.groups();

  private static final long EXCHANGE =
      GROUPS.group(
          "sainit",
          "saauth",
          "ikeauth",
          "ikepayload",
          "ipsecpayload",
          "ipsecpolicypayload",
          "mmpacket",
          "qmpacket",
          "trafficselectorpayload",
          "messid",
          "doscookie",
          "lifetimechange",
          "createchildsa");

  /** What one of the two would agree to. */
  private static final long OFFER =
      GROUPS.group("ikepayload", "ipsecpayload", "ipsecpolicypayload", "trafficselectorpayload");

  private static final long NEGOTIATION =
      GROUPS.group("mainmode", "quickmode", "negotiation", "exchange", "rekey", "ikesa", "childsa");
  private static final long ERROR = GROUPS.group("error");
  private static final long CLOSED = GROUPS.group("tunnelclosed");
  private static final long DELETED = GROUPS.group("delet");

  /** Of events by their names, some of which hold {@code DELET} for another reason. */
  private static final long DELETE = GROUPS.group("delete");

  private static final long FAILED = GROUPS.group("fail");

  /** It tells of what kind or on which side a failure was, and another line why. */
  private static final long FAILURE = GROUPS.group("failuretype", "failurepoint");

  private static final long NOTIFIED = GROUPS.group("notifymessage");
  private static final long REKEY = GROUPS.group("rekey");
  private static final long ESTABLISHED = GROUPS.group("complete", "succe", "established");
  private static final long DONE = GROUPS.group("done");
  private static final long INSTALLED = GROUPS.group("installed");
  private static final long CREATED = GROUPS.group("created");
  private static final long DENIED = GROUPS.group("not", "unable", "cannot");
  private static final long AGREED = GROUPS.group("finalnegotiated");
  private static final long PROBE = GROUPS.group("dpd", "keepalive", "liveness");
  private static final long RECEIVED = GROUPS.group("receiv");

  /** Not an "ack" anywhere, which a packet has, too. */
  private static final long ANSWERED =
      GROUPS.group("response", "acknowledg", "dpdack", "keepaliveack", "livenessack", "answer");

  private static final long ASKED = GROUPS.group("request");
  private static final long SENT = GROUPS.group("send", "sent");
  private static final long EXPIRED = GROUPS.group("expire");
  private static final long NEW_CHILD = GROUPS.group("quickmode", "qmsa", "childsa", "ipsecsa");
  private static final long OF_CHILD =
      GROUPS.group("qm", "quickmode", "childsa", "ipsecsa", "" + IkeErrors.CHILD_SA_EXPIRED);
  private static final long OF_IKE = GROUPS.group("mm", "mainmode", "ikesa", "iketunnel");
  private static final long MESSAGE_ID = GROUPS.group("messid");
  private static final long POLICY = GROUPS.group("policy");

  private static final long HRESULT = GROUPS.group("hr0x", "hresult");

  /** Words that a code may stand behind. */
  private static final long CODED = ERROR | CLOSED | FAILED | HRESULT;

  /** What is told in these words did not happen where it is denied or awaited. */
  private static final long HAPPENING = DELETED | REKEY | PROBE | NEW_CHILD;

  private static final Vocabulary WORDS = GROUPS.vocabulary();

  /** What the names in lists hold. */
  private static final long OF_LISTS =
      WORDS.in("Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup2 PfsGroup=PFS2048")
          | WORDS.in(
              "Number of TSIs 1: StartAddress - EndAddress - PortStart - PortEnd - Protocol");

  /** Which SA is meant is asked of a deletion only. */
  private static final WordGaps GAPS = new WordGaps(WORDS, ~OF_CHILD);

  private IkeLines() {}

  /** What a message tells. */
  sealed interface Told {

    /** What nearly all of them tell, or that they cannot be understood. */
    enum Plainly implements Told {
      HEARD,
      OFFERED,
      ALIVE,
      REKEYED,
      NOTHING
    }

    record Deleted(SaKind sa, Reason reason) implements Told {}

    record Failed(Reason reason) implements Told {}
  }

  /** What a message that is no routine was found to tell, and of which other end. */
  record News(GatewayId gateway, Instant at, Told told, Optional<IpAddress> remote) {}

  static Reading read(Line line) {
    var message = line.properties().message();
    if (message.isEmpty() || !line.operation().equalsIgnoreCase(OPERATION)) {
      return line.unrecognised();
    }
    var ike = IkeLine.parse(message.get());
    var told = told(ike);
    if (ike.isOfClient() && told != Told.Plainly.NOTHING) {
      return line.heard(); // P2SDiagnosticLog says more of who dials in, and no tunnel is meant
    }
    return told instanceof Told.Plainly plainly
        ? plain(plainly, line, ike)
        : read(line, new News(line.gateway(), line.at(), told, remote(ike)));
  }

  /** Likewise of a line whose message has been read. */
  static Reading read(Line line, News news) {
    return switch (news.told) {
      case Told.Plainly _ -> line.unrecognised();
      case Told.Deleted(var sa, var reason) ->
          line.event(new SaDeleted(line.hint(news.remote), sa, reason, line.evidence()));
      case Told.Failed(var reason) ->
          line.event(new NegotiationFailed(line.hint(news.remote), reason, line.evidence()));
    };
  }

  private static Reading plain(Told.Plainly told, Line line, IkeLine ike) {
    return switch (told) {
      case HEARD -> line.heard();
      case OFFERED -> line.offered(ike.offer(Offers.anew()), remote(ike));
      case ALIVE -> line.sign(Sign.ALIVE, remote(ike));
      case REKEYED -> line.sign(Sign.REKEYED, remote(ike));
      case NOTHING -> line.unrecognised();
    };
  }

  private static Optional<IpAddress> remote(IkeLine ike) {
    return Addresses.ofEndpoint(ike.remote());
  }

  static Told told(IkeLine ike) {
    return ike.isKeyed() ? keyed(ike) : said(ike);
  }

  /** The words in a list; empty where there are others than those of its names. */
  static OptionalLong wordsOfList(String list) {
    long words = WORDS.in(list);
    return any(words, ~OF_LISTS) ? OptionalLong.empty() : OptionalLong.of(words);
  }

  /** Empty where it is not sure that other numbers would tell nothing else. */
  static Optional<OpenLine> open(IkeLine ike, Told told) {
    long words = ike.allWords(WORDS);
    boolean byNumbers =
        (any(words, CODED) && !ike.isKeyed()) // whose code decides
            || (told instanceof Told.Deleted && !isTyped(ike))
            || (any(words, POLICY) && !any(words, EXCHANGE))
            || mayBeDenied(ike, words);
    return byNumbers
        ? Optional.empty()
        : OpenLine.of(ike)
            .filter(line -> GAPS.arePlain(ike.bytes(), ike.from(), ike.to(), line.numbers()));
  }

  /** Whether it names a deletion, and the SA in words: else a number, 13895, may tell which. */
  private static boolean isTyped(IkeLine ike) {
    return any(ike.wordsIn(IkeLine.Key.IKE_EVENT, WORDS), DELETE)
        && ike.begin(IkeLine.Key.SA_TYPE) < ike.end(IkeLine.Key.SA_TYPE)
        && !hasDigit(ike.value(IkeLine.Key.SA_TYPE));
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(Character::isDigit);
  }

  /** Whether something is denied in it, or would be with another number. */
  private static boolean mayBeDenied(IkeLine ike, long words) {
    var text = ike.isKeyed() ? ike.value(IkeLine.Key.ERROR_MESSAGE) : ike.text();
    return (StatedReasons.ofNegotiation(words).isPresent() && hasDigit(text))
        || (!ike.isKeyed() // whose event says what happened
            && any(words, HAPPENING)
            && !Claims.happened(text).equals(text));
  }

  /** The form with bracketed keys. */
  private static Told keyed(IkeLine ike) {
    long event = ike.wordsIn(IkeLine.Key.IKE_EVENT, WORDS);
    var stated = statedByFields(ike);
    if (any(event, DELETE)) {
      long sa = ike.wordsIn(IkeLine.Key.SA_TYPE, WORDS);
      boolean typed = !ike.value(IkeLine.Key.SA_TYPE).isEmpty();
      return new Told.Deleted(
          kindOf(typed ? sa : ike.allWords(WORDS)), stated.orElse(Reason.NOT_STATED));
    }
    if (any(event, FAILED)) {
      return stated
          .map(reason -> failed(ike, reason))
          .orElseGet(
              () -> new Told.Failed(isSilent(ike) ? Reason.NOT_STATED : Reason.UNRECOGNISED));
    }
    if (stated.isPresent()) {
      return failed(ike, stated.get());
    }
    boolean done = any(event, ESTABLISHED | DONE | CREATED) && !any(event, DENIED);
    if (any(event, REKEY)) {
      return done ? Told.Plainly.REKEYED : Told.Plainly.HEARD;
    }
    if (done) {
      boolean ofIke = Words.squeeze(ike.value(IkeLine.Key.SA_TYPE)).startsWith("mm");
      return ofIke ? Told.Plainly.HEARD : Told.Plainly.ALIVE;
    }
    return any(event, EXCHANGE) ? Told.Plainly.HEARD : Told.Plainly.NOTHING;
  }

  /** By its code; a code that is not known is told by the message, which may be. */
  private static Optional<Reason> statedByFields(IkeLine ike) {
    if (ike.is(IkeLine.Key.ERROR_CODE, "0")) { // as nearly all have it
      return Optional.empty();
    }
    var code = IkeErrors.codeOfField(ike.value(IkeLine.Key.ERROR_CODE));
    if (code.isPresent() && code.getAsInt() == 0) {
      return Optional.empty();
    }
    var byCode = code.isPresent() ? IkeErrors.reason(code.getAsInt()) : Optional.<Reason>empty();
    if (byCode.isPresent() && byCode.get() != Reason.UNRECOGNISED) {
      return byCode;
    }
    return StatedReasons.ofNegotiation(ike.value(IkeLine.Key.ERROR_MESSAGE)).or(() -> byCode);
  }

  /** Whether it says nothing at all of why. */
  private static boolean isSilent(IkeLine ike) {
    return ike.value(IkeLine.Key.ERROR_CODE).isEmpty()
        && ike.value(IkeLine.Key.ERROR_MESSAGE).isEmpty();
  }

  /** The other forms: what is said, in the order from certain to general. */
  private static Told said(IkeLine ike) {
    long words = ike.words(WORDS);
    return isOfFailure(words) ? claimed(ike, words) : routine(ike, words);
  }

  private static boolean isOfFailure(long words) {
    return any(words, CODED | DELETED | FAILURE | NOTIFIED)
        || StatedReasons.ofNegotiation(words).isPresent();
  }

  /** What has words of a failure or an end, but may deny it. */
  private static Told claimed(IkeLine ike, long words) {
    var text = ike.text();
    var code = any(words, CODED) ? IkeErrors.codeIn(text) : OptionalInt.empty();
    long claims = WORDS.in(Claims.of(text));
    var stated =
        code.isPresent() ? IkeErrors.reason(code.getAsInt()) : StatedReasons.ofNegotiation(claims);
    if (stated.isPresent()) {
      return failed(ike, stated.get());
    }
    if (any(words, CLOSED)) {
      return IkeErrors.isSuccess(text)
          ? Told.Plainly.NOTHING
          : failed(ike, StatedReasons.ofStatus(text).orElse(Reason.UNRECOGNISED));
    }
    if (any(words, DELETED)) {
      return any(WORDS.in(Claims.happened(text)), DELETED)
          ? new Told.Deleted(kindOf(words), deletedBy(words))
          : Told.Plainly.NOTHING;
    }
    if (any(words, FAILURE)) {
      return new Told.Failed(Reason.NOT_STATED);
    }
    if (any(claims, FAILED) && any(words, NEGOTIATION)) {
      return failed(ike, Reason.UNRECOGNISED);
    }
    return any(claims, NOTIFIED | FAILED) ? Told.Plainly.NOTHING : routine(ike, words);
  }

  private static Told routine(IkeLine ike, long words) {
    if (any(words, REKEY)) {
      return any(words, ESTABLISHED | DONE)
          ? ifHappened(Told.Plainly.REKEYED, ike, ESTABLISHED | DONE)
          : Told.Plainly.HEARD;
    }
    // The last word on traffic selectors: with it a child SA is agreed (RFC 7296 2.9).
    if (any(words, AGREED)) {
      return Told.Plainly.REKEYED;
    }
    if (any(words, PROBE)) {
      return any(words, RECEIVED) || (any(words, ANSWERED) && !any(words, ASKED))
          ? ifHappened(Told.Plainly.ALIVE, ike, RECEIVED | ANSWERED)
          : Told.Plainly.HEARD;
    }
    if (any(words, NEW_CHILD) && any(words, ESTABLISHED | INSTALLED)) {
      return ifHappened(Told.Plainly.ALIVE, ike, ESTABLISHED | INSTALLED);
    }
    if (any(words, MESSAGE_ID) && isBehindSetup(ike.received())) {
      return Told.Plainly.ALIVE;
    }
    if (any(words, OFFER)) {
      return Told.Plainly.OFFERED;
    }
    boolean known =
        any(words, EXCHANGE)
            || (any(words, POLICY) && PROPOSAL.matcher(Words.squeeze(ike.text())).find());
    return known ? Told.Plainly.HEARD : Told.Plainly.NOTHING;
  }

  /** A sign of life that is denied or awaited is none. */
  private static Told ifHappened(Told.Plainly sign, IkeLine ike, long words) {
    return any(WORDS.in(Claims.happened(ike.text())), words) ? sign : Told.Plainly.NOTHING;
  }

  static boolean isBehindSetup(int messageId) {
    return messageId > LAST_OF_SETUP;
  }

  private static boolean any(long words, long groups) {
    return (words & groups) != 0;
  }

  /** A harmless code is routine, an SA that grew old or was closed a deletion, else a failure. */
  private static Told failed(IkeLine ike, Reason reason) {
    return switch (reason) {
      case NOT_STATED -> Told.Plainly.HEARD;
      case SA_EXPIRED_OR_DELETED, REMOTELY_TRIGGERED ->
          new Told.Deleted(kindOf(ike.words(WORDS)), reason);
      case PEER_SILENT,
          NEGOTIATION_TIMED_OUT,
          LOCALLY_TRIGGERED,
          PEER_RESTARTED,
          STANDBY_CHANGED,
          SETTING_CHANGED,
          TUNNEL_REMOVED,
          AUTHENTICATION,
          POLICY_MISMATCH,
          KEY_EXCHANGE_MISMATCH,
          TRAFFIC_SELECTORS,
          OTHER_IKE_ERROR,
          UNRECOGNISED ->
          new Told.Failed(reason);
    };
  }

  /** Which SA is meant; the child where nothing says so, which claims less. */
  private static SaKind kindOf(long words) {
    if (any(words, OF_CHILD)) {
      return SaKind.CHILD;
    }
    return any(words, OF_IKE) ? SaKind.IKE : SaKind.CHILD;
  }

  private static Reason deletedBy(long words) {
    // The gateway's own kernel says so, which is the end of every child SA.
    if (any(words, EXPIRED)) {
      return Reason.NOT_STATED;
    }
    if (any(words, RECEIVED)) {
      return Reason.REMOTELY_TRIGGERED;
    }
    return any(words, SENT) ? Reason.LOCALLY_TRIGGERED : Reason.NOT_STATED;
  }
}
