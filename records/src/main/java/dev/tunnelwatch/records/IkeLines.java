package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads IKEDiagnosticLog. Nearly all of it is routine; a refusal, a time-out and a deletion are
 * news. Words decide, in squeezed form, so that a blank more or less does no harm.
 */
final class IkeLines {

  // Policy1:Cipher=AES-CBC-256 …
  private static final Pattern PROPOSAL = Pattern.compile("policy\\d{1,3}(?:cipher|integrity)");

  // [RECV] … Messid : 17
  private static final Pattern ANSWER =
      Pattern.compile("(?is)\\[RECV\\].{0,200}?messid ?: ?(\\d{1,9})(?!\\d).*");

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
  private static final long NEGOTIATION =
      GROUPS.group("mainmode", "quickmode", "negotiation", "exchange", "rekey", "ikesa", "childsa");
  private static final long ERROR = GROUPS.group("error");
  private static final long CLOSED = GROUPS.group("tunnelclosed");
  private static final long DELETED = GROUPS.group("delet");
  private static final long FAILED = GROUPS.group("fail");
  private static final long NOTIFIED = GROUPS.group("notifymessage");
  private static final long REKEY = GROUPS.group("rekey");
  private static final long ESTABLISHED = GROUPS.group("complete", "succe", "established");
  private static final long DONE = GROUPS.group("done");
  private static final long INSTALLED = GROUPS.group("installed");
  private static final long BEGUN = GROUPS.group("establish", "created");
  private static final long AGREED = GROUPS.group("finalnegotiated");
  private static final long PROBE = GROUPS.group("dpd", "keepalive", "liveness");
  private static final long RECEIVED = GROUPS.group("receiv");
  private static final long ANSWERED = GROUPS.group("response", "ack", "answer");
  private static final long SENT = GROUPS.group("send", "sent");
  private static final long EXPIRED = GROUPS.group("expire");
  private static final long NEW_CHILD = GROUPS.group("quickmode", "qmsa", "childsa", "ipsecsa");
  private static final long OF_CHILD =
      GROUPS.group("qm", "quickmode", "childsa", "ipsecsa", "" + IkeErrors.CHILD_SA_EXPIRED);
  private static final long OF_IKE = GROUPS.group("mm", "mainmode", "ikesa", "iketunnel");
  private static final long MESSAGE_ID = GROUPS.group("messid");
  private static final long POLICY = GROUPS.group("policy");

  private static final Vocabulary WORDS = GROUPS.vocabulary();

  private IkeLines() {}

  static Reading read(Line line) {
    var message = line.properties().message();
    if (message.isEmpty() || !line.operation().equalsIgnoreCase("ikelogevent")) {
      return line.unrecognised();
    }
    var ike = IkeLine.parse(message.get());
    return ike.isKeyed() ? keyed(line, ike) : said(line, ike);
  }

  /** The form with bracketed keys. */
  private static Reading keyed(Line line, IkeLine ike) {
    long event = WORDS.in(ike.value(IkeLine.Key.IKE_EVENT));
    var sa = ike.value(IkeLine.Key.SA_TYPE);
    var stated = statedByFields(ike);
    if (any(event, DELETED) && Words.squeeze(ike.value(IkeLine.Key.IKE_EVENT)).contains("delete")) {
      var kind = kindOf(WORDS.in(sa.isEmpty() ? ike.message() : sa));
      return line.event(
          new SaDeleted(
              line.hint(ike.remoteAddress()),
              kind,
              stated.orElse(Reason.NOT_STATED),
              line.evidence()));
    }
    if (any(event, FAILED)) {
      return failed(line, ike, stated.orElse(Reason.UNRECOGNISED));
    }
    if (stated.isPresent()) {
      return failed(line, ike, stated.get());
    }
    if (any(event, REKEY)) {
      return sign(line, Sign.REKEYED, ike);
    }
    if (any(event, ESTABLISHED | BEGUN)) {
      return Words.squeeze(sa).startsWith("mm") ? line.heard() : sign(line, Sign.ALIVE, ike);
    }
    return any(event, EXCHANGE) ? line.heard() : line.unrecognised();
  }

  private static Optional<Reason> statedByFields(IkeLine ike) {
    var written = ike.value(IkeLine.Key.ERROR_CODE);
    var code = written.equals("0") ? OptionalInt.of(0) : IkeErrors.code(written);
    return code.isPresent()
        ? IkeErrors.reason(code.getAsInt())
        : StatedReasons.ofNegotiation(ike.value(IkeLine.Key.ERROR_MESSAGE));
  }

  /** The other forms: what is said, in the order from certain to general. */
  private static Reading said(Line line, IkeLine ike) {
    long words = WORDS.in(ike.message(), ike.textFrom(), ike.message().length());
    var code = any(words, ERROR) ? IkeErrors.codeIn(ike.text()) : OptionalInt.empty();
    var stated =
        code.isPresent() ? IkeErrors.reason(code.getAsInt()) : StatedReasons.ofNegotiation(words);
    if (stated.isPresent()) {
      return failed(line, ike, stated.get());
    }
    if (any(words, CLOSED)) {
      return failed(line, ike, Reason.UNRECOGNISED);
    }
    if (any(words, DELETED)) {
      return line.event(
          new SaDeleted(
              line.hint(ike.remoteAddress()), kindOf(words), deletedBy(words), line.evidence()));
    }
    if (any(words, FAILED) && any(words, NEGOTIATION)) {
      return failed(line, ike, Reason.UNRECOGNISED);
    }
    if (any(words, NOTIFIED | FAILED)) {
      return line.unrecognised();
    }
    return routine(line, ike, words);
  }

  private static Reading routine(Line line, IkeLine ike, long words) {
    if (any(words, REKEY)) {
      return any(words, ESTABLISHED | DONE) ? sign(line, Sign.REKEYED, ike) : line.heard();
    }
    // The last word on traffic selectors: with it a child SA is agreed (RFC 7296 2.9).
    if (any(words, AGREED)) {
      return sign(line, Sign.REKEYED, ike);
    }
    if (any(words, PROBE)) {
      return any(words, RECEIVED | ANSWERED) ? sign(line, Sign.ALIVE, ike) : line.heard();
    }
    if (any(words, NEW_CHILD) && any(words, ESTABLISHED | INSTALLED)) {
      return sign(line, Sign.ALIVE, ike);
    }
    if (any(words, MESSAGE_ID) && isOfAnEstablishedSa(ike.text())) {
      return sign(line, Sign.ALIVE, ike);
    }
    boolean known =
        any(words, EXCHANGE)
            || (any(words, POLICY) && PROPOSAL.matcher(Words.squeeze(ike.text())).find());
    return known ? line.heard() : line.unrecognised();
  }

  private static boolean any(long words, long groups) {
    return (words & groups) != 0;
  }

  private static Reading sign(Line line, Sign sign, IkeLine ike) {
    return line.sign(sign, ike.remoteAddress());
  }

  /**
   * Messages 0 and 1 make an IKE SA (RFC 7296 1.2); one that came from the peer with a higher
   * number belongs to an SA that stands.
   */
  private static boolean isOfAnEstablishedSa(String text) {
    var answer = ANSWER.matcher(text.stripLeading());
    return answer.matches() && Integer.parseInt(answer.group(1)) > 1;
  }

  /** A harmless code is routine, an SA that grew old or was closed a deletion, else a failure. */
  private static Reading failed(Line line, IkeLine ike, Reason reason) {
    return switch (reason) {
      case NOT_STATED -> line.heard();
      case SA_EXPIRED_OR_DELETED ->
          line.event(
              new SaDeleted(
                  line.hint(ike.remoteAddress()),
                  kindOf(WORDS.in(ike.message(), ike.textFrom(), ike.message().length())),
                  reason,
                  line.evidence()));
      case PEER_SILENT,
          NEGOTIATION_TIMED_OUT,
          LOCALLY_TRIGGERED,
          REMOTELY_TRIGGERED,
          PEER_RESTARTED,
          STANDBY_CHANGED,
          SETTING_CHANGED,
          TUNNEL_REMOVED,
          AUTHENTICATION,
          POLICY_MISMATCH,
          TRAFFIC_SELECTORS,
          OTHER_IKE_ERROR,
          UNRECOGNISED ->
          line.event(
              new NegotiationFailed(line.hint(ike.remoteAddress()), reason, line.evidence()));
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
