package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.Presence.Sign;
import dev.tunnelwatch.model.Reason;
import java.util.Locale;
import java.util.Optional;
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

  private static final String[] EXCHANGES = {
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
    "createchildsa"
  };

  private static final String[] NEGOTIATIONS = {
    "mainmode", "quickmode", "negotiation", "exchange", "rekey", "ikesa", "childsa"
  };

  private IkeLines() {}

  static Reading read(Line line) {
    var message = line.properties().message();
    if (message.isEmpty() || !line.operation().toLowerCase(Locale.ROOT).equals("ikelogevent")) {
      return line.unrecognised();
    }
    var ike = IkeLine.parse(message.get());
    return ike.fields().isEmpty() ? said(line, ike) : keyed(line, ike);
  }

  /** The form with bracketed keys. */
  private static Reading keyed(Line line, IkeLine ike) {
    var event = ike.field("ikeevent").map(Words::squeeze).orElse("");
    var sa = ike.field("satype").map(Words::squeeze).orElse("");
    var stated = statedByFields(ike);
    if (event.contains("delete")) {
      var kind = sa.isEmpty() ? kindOf(Words.squeeze(ike.text())) : kindOf(sa);
      return line.event(
          new SaDeleted(
              line.hint(ike.remote()), kind, stated.orElse(Reason.NOT_STATED), line.evidence()));
    }
    if (event.contains("fail")) {
      return failed(line, ike, stated.orElse(Reason.UNRECOGNISED));
    }
    if (stated.isPresent()) {
      return failed(line, ike, stated.get());
    }
    if (event.contains("rekey")) {
      return line.sign(Sign.REKEYED, ike.remote());
    }
    if (Words.any(event, "establish", "succe", "complete", "created")) {
      return sa.startsWith("mm") ? line.heard() : line.sign(Sign.ALIVE, ike.remote());
    }
    return Words.any(event, EXCHANGES) ? line.heard() : line.unrecognised();
  }

  private static Optional<Reason> statedByFields(IkeLine ike) {
    var message = ike.field("errormessage").map(Words::squeeze).orElse("");
    var code = ike.field("errorcode").map(IkeErrors::code);
    if (code.isPresent() && code.get().isPresent()) {
      return IkeErrors.reason(code.get().getAsInt());
    }
    return StatedReasons.ofNegotiation(message);
  }

  /** The other forms: what is said, in the order from certain to general. */
  private static Reading said(Line line, IkeLine ike) {
    var words = Words.squeeze(ike.text());
    var code = IkeErrors.codeIn(ike.text());
    var stated =
        code.isPresent() ? IkeErrors.reason(code.getAsInt()) : StatedReasons.ofNegotiation(words);
    if (stated.isPresent()) {
      return failed(line, ike, stated.get());
    }
    if (words.contains("tunnelclosed")) {
      return failed(line, ike, Reason.UNRECOGNISED);
    }
    if (words.contains("delet")) {
      return line.event(
          new SaDeleted(line.hint(ike.remote()), kindOf(words), deletedBy(words), line.evidence()));
    }
    if (words.contains("fail") && Words.any(words, NEGOTIATIONS)) {
      return failed(line, ike, Reason.UNRECOGNISED);
    }
    if (Words.any(words, "notifymessage", "fail")) {
      return line.unrecognised();
    }
    return routine(line, ike, words);
  }

  private static Reading routine(Line line, IkeLine ike, String words) {
    if (words.contains("rekey")) {
      return Words.any(words, "complete", "succe", "done", "established")
          ? line.sign(Sign.REKEYED, ike.remote())
          : line.heard();
    }
    // The last word on traffic selectors: with it a child SA is agreed (RFC 7296 2.9).
    if (words.contains("finalnegotiated")) {
      return line.sign(Sign.REKEYED, ike.remote());
    }
    if (Words.any(words, "dpd", "keepalive", "liveness")) {
      return Words.any(words, "receiv", "response", "ack", "answer")
          ? line.sign(Sign.ALIVE, ike.remote())
          : line.heard();
    }
    if (Words.any(words, "quickmode", "qmsa", "childsa", "ipsecsa")
        && Words.any(words, "established", "complete", "succe", "installed")) {
      return line.sign(Sign.ALIVE, ike.remote());
    }
    if (isOfAnEstablishedSa(ike.text())) {
      return line.sign(Sign.ALIVE, ike.remote());
    }
    return Words.any(words, EXCHANGES) || PROPOSAL.matcher(words).find()
        ? line.heard()
        : line.unrecognised();
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
                  line.hint(ike.remote()),
                  kindOf(Words.squeeze(ike.text())),
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
          line.event(new NegotiationFailed(line.hint(ike.remote()), reason, line.evidence()));
    };
  }

  /** Which SA is meant; the child where nothing says so, which claims less. */
  private static SaKind kindOf(String words) {
    if (Words.any(
        words, "qm", "quickmode", "childsa", "ipsecsa", "" + IkeErrors.CHILD_SA_EXPIRED)) {
      return SaKind.CHILD;
    }
    return Words.any(words, "mm", "mainmode", "ikesa", "iketunnel") ? SaKind.IKE : SaKind.CHILD;
  }

  private static Reason deletedBy(String words) {
    if (words.contains("expire")) {
      return Reason.SA_EXPIRED_OR_DELETED;
    }
    if (Words.any(words, "receiv")) {
      return Reason.REMOTELY_TRIGGERED;
    }
    return Words.any(words, "send", "sent") ? Reason.LOCALLY_TRIGGERED : Reason.NOT_STATED;
  }
}
