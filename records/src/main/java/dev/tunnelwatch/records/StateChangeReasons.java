package dev.tunnelwatch.records;

import static java.util.Map.entry;

import dev.tunnelwatch.model.Reason;
import java.util.Map;

/**
 * Reads {@code stateChangeReason}. No document lists its values, so it is compared without case,
 * blanks and punctuation, and what is not a known word is looked up among Windows' IKE errors.
 */
final class StateChangeReasons {

  private static final Map<String, Reason> WORDS =
      Map.ofEntries(
          entry("", Reason.NOT_STATED),
          entry("unknown", Reason.NOT_STATED),
          entry("none", Reason.NOT_STATED),
          entry("dpdtimedout", Reason.PEER_SILENT),
          entry("dpdtimeout", Reason.PEER_SILENT),
          entry("locallytriggered", Reason.LOCALLY_TRIGGERED),
          entry("remotelytriggered", Reason.REMOTELY_TRIGGERED),
          entry("remotecrashtriggered", Reason.PEER_RESTARTED),
          entry("globalstandbychanged", Reason.STANDBY_CHANGED),
          entry("globalstandbychange", Reason.STANDBY_CHANGED),
          entry("standbychanged", Reason.STANDBY_CHANGED),
          entry("standbychange", Reason.STANDBY_CHANGED),
          entry("tunnelremoved", Reason.TUNNEL_REMOVED),
          entry("presharedkeychanged", Reason.SETTING_CHANGED),
          entry("dhgroupchanged", Reason.SETTING_CHANGED),
          entry("encryptiontypechanged", Reason.SETTING_CHANGED),
          entry("ikeintegritychanged", Reason.SETTING_CHANGED),
          entry("pfsgroupchanged", Reason.SETTING_CHANGED),
          entry("salifetimesecondschanged", Reason.SETTING_CHANGED),
          entry("salifekillobyteschanged", Reason.SETTING_CHANGED), // so spelt
          entry("salifekilobyteschanged", Reason.SETTING_CHANGED),
          entry("usenarrowtrafficselectorschanged", Reason.SETTING_CHANGED),
          entry("narrowtsenabledchanged", Reason.SETTING_CHANGED));

  private StateChangeReasons() {}

  static Reason reason(String text) {
    var word = WORDS.get(Words.squeeze(text));
    return word != null ? word : IkeErrors.reason(text).orElse(Reason.UNRECOGNISED);
  }
}
