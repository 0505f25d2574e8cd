package dev.tunnelwatch.records;

import static java.util.Map.entry;

import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a tunnel changed state or a negotiation failed, in words. No document lists the wordings, so
 * a family of words decides: a phrase is understood when one word of each of its groups is in it.
 * All words are squeezed ({@link Words#squeeze}).
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/vpn-gateway/troubleshoot-vpn-with-azure-diagnostics">
 *     the reasons that are documented</a>
 */
final class StatedReasons {

  // IKE Tunnel closed for tunnelId 0x3 with status Pre-shared Key Changed
  private static final Pattern STATUS =
      Pattern.compile("\\bstatus\\b(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  // Keys exchanged   policy unchanged
  private static final Pattern NO_CHANGE =
      Pattern.compile("(?:ex|inter|un)-?chang[a-z]*", Pattern.CASE_INSENSITIVE);

  private static final WordGroups GROUPS = new WordGroups();

  private static final Phrase REFUSED =
      group(
          "mismatch",
          "unaccept",
          "notaccept",
          "incorrect",
          "invalid",
          "wrong",
          "differ",
          "fail",
          "reject",
          "refus",
          "denied",
          "nomatch",
          "notmatch",
          "doesnotmatch",
          "incompatible",
          "nottrusted",
          "untrusted",
          "revoked",
          "didnotsucceed",
          "unsupported",
          "notsupported",
          "error");

  /** The other end, whatever it is called. */
  private static final Phrase OTHER_END = group("remote", "peer", "device");

  private static final Phrase FAILOVER = group("failover", "failedover", "switchover");

  /** Of a negotiation as of a state, in the order they are looked for. */
  private static final List<Map.Entry<Phrase, Reason>> OF_BOTH =
      List.of(
          entry(group("simultaneousrekey"), Reason.NOT_STATED),
          entry(group("noproposalchosen"), Reason.POLICY_MISMATCH),
          entry(
              group("policymismatch", "policymatcherror", "nomatchingpolicy", "nopolicymatch"),
              Reason.POLICY_MISMATCH),
          entry(group("invalidke"), Reason.KEY_EXCHANGE_MISMATCH),
          entry(group("processingkepayload"), Reason.POLICY_MISMATCH),
          entry(
              group("dhgroup", "hellmangroup", "pfsgroup").and(REFUSED),
              Reason.KEY_EXCHANGE_MISMATCH),
          entry(
              group("invalidmajorversion", "ciphermismatch", "integritymismatch"),
              Reason.POLICY_MISMATCH),
          entry(
              group(
                      "proposal",
                      "transform",
                      "algorithm",
                      "ciphersuite",
                      "cryptoparam",
                      "ikepolicy",
                      "ikeversion")
                  .and(REFUSED),
              Reason.POLICY_MISMATCH),
          entry(
              group("proposal").and(group("nocommon", "noacceptable", "incompatible", "disagree")),
              Reason.POLICY_MISMATCH),
          entry(
              group("tsunacceptable", "tsmismatch", "invalididinformation"),
              Reason.TRAFFIC_SELECTORS),
          entry(
              group("trafficselector", "phase2selector", "proxyid", "encryptiondomain")
                  .and(REFUSED),
              Reason.TRAFFIC_SELECTORS),
          entry(
              group(
                      "credential",
                      "sharedkey",
                      "psk",
                      "certificate",
                      "signature",
                      "authentication",
                      "authmethod")
                  .and(REFUSED),
              Reason.AUTHENTICATION),
          entry(group("certificate").and(group("expired")), Reason.AUTHENTICATION),
          entry(
              group(
                  "authfail",
                  "passwordisincorrect",
                  "keymismatch",
                  "certrevoked",
                  "notauthenticated"),
              Reason.AUTHENTICATION),
          entry(
              group(
                  "stoppedrespond",
                  "notrespond",
                  "noresponse",
                  "stoppedanswer",
                  "notanswer",
                  "notreply",
                  "noreply",
                  "noanswer",
                  "nodpdresponse",
                  "assumedinvalid",
                  "assumedtobeinvalid"),
              Reason.PEER_SILENT),
          entry(
              group("dpd", "deadpeer", "liveness", "keepalive", "ruthere")
                  .and(
                      group(
                          "timedout",
                          "timeout",
                          "fail",
                          "unanswered",
                          "expired",
                          "lost",
                          "missed")),
              Reason.PEER_SILENT),
          entry(
              group(
                  "unreachable",
                  "notreachable",
                  "unabletoreach",
                  "peerisdead",
                  "peerdead",
                  "lostconnectivity",
                  "lostcontact"),
              Reason.PEER_SILENT),
          entry(
              group(
                  "waitoperationtimedout", "maxretrans", "retransmissionlimit", "numberofretrans"),
              Reason.PEER_SILENT),
          entry(
              group("negotiation", "exchange", "handshake").and(group("timedout", "timeout")),
              Reason.NEGOTIATION_TIMED_OUT),
          entry(group("salifetimeexpired", "sentamainmodedelete"), Reason.SA_EXPIRED_OR_DELETED),
          entry(
              group(
                  "sadeletedbeforeestablishment",
                  "refusedtherequest",
                  "operatorrefused",
                  "invalidpayload",
                  "invalidsyntax",
                  "errorprocessing",
                  "payloadmissing",
                  "elementnotfound",
                  "notsupportedbypolicy",
                  "fromwrongip",
                  "unsupported"),
              Reason.OTHER_IKE_ERROR));

  private static final WordGroups OF_NEGOTIATION = new WordGroups(GROUPS);

  /**
   * Of a state, before anything else: a change of a setting names the setting, be it one of dead
   * peers, keys or policies.
   */
  private static final List<Map.Entry<Phrase, Reason>> OF_CHANGE =
      List.of(
          entry(
              group("standby", "activeinstance", "activerole").and(group("chang", "switch")),
              Reason.STANDBY_CHANGED),
          entry(
              group(
                  "changed",
                  "modified",
                  "updated",
                  "keychange",
                  "typechange",
                  "policychange",
                  "modechange",
                  "configurationchange"),
              Reason.SETTING_CHANGED));

  /** Of a state only: in a negotiation these words are part of many routine lines. */
  private static final List<Map.Entry<Phrase, Reason>> OF_STATE =
      List.of(
          entry(OTHER_END.and(group("crash", "restart", "reboot")), Reason.PEER_RESTARTED),
          entry(FAILOVER, Reason.STANDBY_CHANGED),
          entry(
              OTHER_END.and(
                  group(
                      "trigger", "initiat", "clos", "delet", "terminat", "disconnect", "torndown")),
              Reason.REMOTELY_TRIGGERED),
          entry(group("receiveddelete"), Reason.REMOTELY_TRIGGERED),
          entry(
              group("tunnel", "connection").and(group("removed", "deleted")),
              Reason.TUNNEL_REMOVED),
          entry(
              group("local", "gateway").and(group("trigger", "initiat", "clos", "terminat")),
              Reason.LOCALLY_TRIGGERED),
          entry(group("timedout", "timeout"), Reason.PEER_SILENT));

  private static final Vocabulary WORDS = GROUPS.vocabulary();

  private StatedReasons() {}

  /** What must be in a text: of each group, told by its bit, one word. */
  private record Phrase(long groups) {

    Phrase and(Phrase other) {
      return new Phrase(groups | other.groups);
    }

    boolean isIn(long found) {
      return (found & groups) == groups;
    }
  }

  /** A vocabulary may hold these words, too: then it finds them in the same pass. */
  static WordGroups groups() {
    return new WordGroups(OF_NEGOTIATION);
  }

  /** What the words of a negotiation state; {@code NOT_STATED} for a harmless one. */
  static Optional<Reason> ofNegotiation(String text) {
    var reason = ofNegotiation(WORDS.in(text));
    return reason.isEmpty() ? reason : ofNegotiation(WORDS.in(Claims.of(text)));
  }

  /**
   * Likewise, of the words that a vocabulary with the {@link #groups} found; what of them is denied
   * is for {@link Claims} to tell.
   */
  static Optional<Reason> ofNegotiation(long found) {
    return find(OF_BOTH, found);
  }

  /** What the words of a change of state state. */
  static Optional<Reason> ofState(String text) {
    long found = WORDS.in(text);
    long claimed = WORDS.in(Claims.ofReason(text));
    return find(OF_CHANGE, WORDS.in(changes(text)))
        .or(() -> find(OF_BOTH, claimed))
        .or(() -> find(OF_STATE, claimed | (found & FAILOVER.groups)));
  }

  /** Without what is not, or not yet, and the words that only sound like a change. */
  private static String changes(String text) {
    return Claims.happened(NO_CHANGE.matcher(text).replaceAll(" "));
  }

  /** What the status behind a closed tunnel states: the same as a change of state does. */
  static Optional<Reason> ofStatus(String text) {
    var status = STATUS.matcher(text);
    return status.find() ? ofState(status.group(1)) : Optional.empty();
  }

  private static Optional<Reason> find(List<Map.Entry<Phrase, Reason>> in, long found) {
    for (var known : in) {
      if (known.getKey().isIn(found)) {
        return Optional.of(known.getValue());
      }
    }
    return Optional.empty();
  }

  private static Phrase group(String... words) {
    return new Phrase(GROUPS.group(words));
  }
}
