package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Reason;
import java.util.Set;

/** Reads {@code stateChangeReason}: its code where it has one, else its words. */
final class StateChangeReasons {

  /** In so many words, that nothing is known. */
  private static final Set<String> SILENT =
      Set.of("", "unknown", "none", "null", "na", "notavailable", "notstated", "unknownreason");

  private StateChangeReasons() {}

  static Reason reason(String text) {
    var words = Words.squeeze(text);
    if (SILENT.contains(words)) {
      return Reason.NOT_STATED;
    }
    var code = IkeErrors.codeOf(text);
    var stated = code.isPresent() ? IkeErrors.reason(code.getAsInt()) : StatedReasons.ofState(text);
    return stated.orElse(Reason.UNRECOGNISED);
  }
}
