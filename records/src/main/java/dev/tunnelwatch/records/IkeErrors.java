package dev.tunnelwatch.records;

import static java.util.Map.entry;

import dev.tunnelwatch.model.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Windows' IKE errors, which the gateway writes as decimal, as hex, as padded hex, as HRESULT,.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/system-error-codes--12000-15999-">
 *     the codes</a>
 */
final class IkeErrors {

  static final int SA_EXPIRED_OR_DELETED = 13885;
  static final int CHILD_SA_EXPIRED = 13895;

  // error 13868   Windows error 13843(…)   error code:0x000035e9   [ErrorCode] 0x800735E9
  private static final Pattern CODE =
      Pattern.compile(
          "(?i)error(?: ?code)?[ :=\\]]{1,3}(0x[0-9a-f]{1,8}|\\d{1,10})(?![0-9a-zA-Z])");

  // 13801   0x35E9   0x35E9 / 13801   -2147011095
  private static final Pattern NUMBER =
      Pattern.compile("(?i)\\s{0,16}(0x[0-9a-f]{1,8}|-?\\d{1,10})(?![0-9a-zA-Z])");

  private static final Map<Integer, Reason> CODES =
      Map.ofEntries(
          entry(1460, Reason.PEER_SILENT), // TIMEOUT, of a liveness check
          entry(13801, Reason.AUTHENTICATION), // AUTH_FAIL
          entry(13803, Reason.NOT_STATED), // NEGOTIATION_PENDING
          entry(13805, Reason.NEGOTIATION_TIMED_OUT), // TIMED_OUT
          entry(13806, Reason.AUTHENTICATION), // NO_CERT
          entry(13813, Reason.NEGOTIATION_TIMED_OUT), // DROP_NO_RESPONSE
          entry(13817, Reason.AUTHENTICATION), // CRL_FAILED
          entry(13818, Reason.AUTHENTICATION), // INVALID_KEY_USAGE
          entry(13819, Reason.AUTHENTICATION), // INVALID_CERT_TYPE
          entry(13820, Reason.AUTHENTICATION), // NO_PRIVATE_KEY
          entry(13821, Reason.NOT_STATED), // SIMULTANEOUS_REKEY
          entry(13826, Reason.AUTHENTICATION), // INVALID_SIGNATURE
          entry(13847, Reason.AUTHENTICATION), // NO_PEER_CERT
          entry(13848, Reason.AUTHENTICATION), // PEER_CRL_FAILED
          entry(13849, Reason.SETTING_CHANGED), // POLICY_CHANGE
          entry(13833, Reason.POLICY_MISMATCH), // PROCESS_ERR_KE
          entry(13868, Reason.POLICY_MISMATCH), // POLICY_MATCH
          entry(13877, Reason.LOCALLY_TRIGGERED), // RPC_DELETE
          entry(13878, Reason.NOT_STATED), // BENIGN_REINIT
          entry(13880, Reason.POLICY_MISMATCH), // INVALID_MAJOR_VERSION
          entry(13881, Reason.AUTHENTICATION), // INVALID_CERT_KEYLEN
          entry(SA_EXPIRED_OR_DELETED, Reason.SA_EXPIRED_OR_DELETED), // MM_EXPIRED
          entry(13886, Reason.PEER_SILENT), // PEER_MM_ASSUMED_INVALID
          entry(13887, Reason.AUTHENTICATION), // CERT_CHAIN_POLICY_MISMATCH
          entry(13890, Reason.NOT_STATED), // DOS_COOKIE_SENT
          entry(CHILD_SA_EXPIRED, Reason.NOT_STATED), // QM_EXPIRED: child SAs grow old all day
          entry(13999, Reason.TRAFFIC_SELECTORS)); // not in Windows' list

  private IkeErrors() {}

  /** What a code states; empty for 0, which is success. */
  static Optional<Reason> reason(int code) {
    return code == 0
        ? Optional.empty()
        : Optional.of(CODES.getOrDefault(code, Reason.OTHER_IKE_ERROR));
  }

  /** The first code of an IKE error that a text calls an error. */
  static OptionalInt codeIn(String text) {
    return CODE.matcher(text)
        .results()
        .mapToInt(found -> number(found.group(1)))
        .filter(IkeErrors::isIke)
        .findFirst();
  }

  /** The code of an IKE error that a text begins with or calls an error. */
  static OptionalInt codeOf(String text) {
    var first = code(text);
    return first.isPresent() && isIke(first.getAsInt()) ? first : codeIn(text);
  }

  private static boolean isIke(int code) {
    return CODES.containsKey(code) || (code >= 13_800 && code <= 13_999);
  }

  /** The code that a text begins with. */
  static OptionalInt code(String text) {
    var found = NUMBER.matcher(text);
    return found.lookingAt() ? OptionalInt.of(number(found.group(1))) : OptionalInt.empty();
  }

  /** An HRESULT of facility Win32, {@code 0x8007….}, is the Windows code in its lower half. */
  private static int number(String text) {
    boolean hex = text.length() > 1 && (text.charAt(1) == 'x' || text.charAt(1) == 'X');
    long written = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    long number = written < 0 ? written & 0xFFFFFFFFL : written;
    return (int) ((number & 0xFFFF0000L) == 0x80070000L ? number & 0xFFFF : number);
  }
}
