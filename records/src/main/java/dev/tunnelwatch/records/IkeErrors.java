package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Reason;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Windows' IKE errors, which the gateway writes as decimal, as hex, as padded hex, as HRESULT in
 * either, signed or not, or by their names.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/system-error-codes--12000-15999-">
 *     the codes</a>
 */
final class IkeErrors {

  static final int CHILD_SA_EXPIRED = 13895;

  private static final int FIRST = 13_800;
  private static final int LAST = 13_999;

  // error 13868   status 13868   Windows error 13843(…)   error code:0x000035e9   [ErrorCode]
  // 0x800735E9   hr 0x800735E9
  private static final Pattern CODE =
      Pattern.compile(
          "(?i)(?:error|status)(?: ?code)?[ :=\\]]{1,3}(0x[0-9a-f]{1,8}|-?\\d{1,10})(?![0-9a-zA-Z])"
              + "|\\b(0x80073[56][0-9a-f]{2})\\b");

  static final Sought CODES = new Sought(CODE, "error", "status", "0x80073");

  // 13801   0x35E9   0x35E9 / 13801   -2147011095
  private static final Pattern NUMBER =
      Pattern.compile("(?i)\\s{0,16}(0x[0-9a-f]{1,8}|-?\\d{1,10})(?![0-9a-zA-Z])");

  // 35ED   000035e9
  private static final Pattern BARE_HEX =
      Pattern.compile("\\s{0,16}(0{0,4}[0-9A-Fa-f]{4})(?![0-9a-zA-Z])");

  // ERROR_IPSEC_IKE_AUTH_FAIL   ERROR_TIMEOUT
  private static final Pattern NAME = Pattern.compile("ERROR_[A-Z]{2,20}(?:_[A-Z]{1,20}){0,8}");

  /** The names lack {@code ERROR_IPSEC_IKE_} unless they begin with {@code ERROR_}. */
  private static final Map<Integer, Known> BY_CODE =
      """
      1225 ERROR_CONNECTION_REFUSED other_ike_error
      1460 ERROR_TIMEOUT peer_silent
      13801 AUTH_FAIL authentication
      13802 ATTRIB_FAIL other_ike_error
      13803 NEGOTIATION_PENDING not_stated
      13804 GENERAL_PROCESSING_ERROR other_ike_error
      13805 TIMED_OUT negotiation_timed_out
      13806 NO_CERT authentication
      13807 SA_DELETED other_ike_error
      13808 SA_REAPED other_ike_error
      13809 MM_ACQUIRE_DROP other_ike_error
      13810 QM_ACQUIRE_DROP other_ike_error
      13811 QUEUE_DROP_MM other_ike_error
      13812 QUEUE_DROP_NO_MM other_ike_error
      13813 DROP_NO_RESPONSE negotiation_timed_out
      13814 MM_DELAY_DROP other_ike_error
      13815 QM_DELAY_DROP other_ike_error
      13816 ERROR other_ike_error
      13817 CRL_FAILED authentication
      13818 INVALID_KEY_USAGE authentication
      13819 INVALID_CERT_TYPE authentication
      13820 NO_PRIVATE_KEY authentication
      13821 SIMULTANEOUS_REKEY not_stated
      13822 DH_FAIL policy_mismatch
      13823 CRITICAL_PAYLOAD_NOT_RECOGNIZED other_ike_error
      13824 INVALID_HEADER other_ike_error
      13825 NO_POLICY policy_mismatch
      13826 INVALID_SIGNATURE authentication
      13827 KERBEROS_ERROR other_ike_error
      13828 NO_PUBLIC_KEY authentication
      13829 PROCESS_ERR other_ike_error
      13830 PROCESS_ERR_SA other_ike_error
      13831 PROCESS_ERR_PROP other_ike_error
      13832 PROCESS_ERR_TRANS other_ike_error
      13833 PROCESS_ERR_KE policy_mismatch
      13834 PROCESS_ERR_ID other_ike_error
      13835 PROCESS_ERR_CERT other_ike_error
      13836 PROCESS_ERR_CERT_REQ other_ike_error
      13837 PROCESS_ERR_HASH other_ike_error
      13838 PROCESS_ERR_SIG other_ike_error
      13839 PROCESS_ERR_NONCE other_ike_error
      13840 PROCESS_ERR_NOTIFY other_ike_error
      13841 PROCESS_ERR_DELETE other_ike_error
      13842 PROCESS_ERR_VENDOR other_ike_error
      13843 INVALID_PAYLOAD other_ike_error
      13844 LOAD_SOFT_SA other_ike_error
      13845 SOFT_SA_TORN_DOWN other_ike_error
      13846 INVALID_COOKIE other_ike_error
      13847 NO_PEER_CERT authentication
      13848 PEER_CRL_FAILED authentication
      13849 POLICY_CHANGE setting_changed
      13850 NO_MM_POLICY policy_mismatch
      13857 GETSPIFAIL other_ike_error
      13858 INVALID_FILTER other_ike_error
      13859 OUT_OF_MEMORY other_ike_error
      13860 ADD_UPDATE_KEY_FAILED other_ike_error
      13861 INVALID_POLICY other_ike_error
      13862 UNKNOWN_DOI other_ike_error
      13863 INVALID_SITUATION other_ike_error
      13864 DH_FAILURE other_ike_error
      13865 INVALID_GROUP key_exchange_mismatch
      13866 ENCRYPT other_ike_error
      13867 DECRYPT other_ike_error
      13868 POLICY_MATCH policy_mismatch
      13869 UNSUPPORTED_ID other_ike_error
      13870 INVALID_HASH other_ike_error
      13871 INVALID_HASH_ALG other_ike_error
      13872 INVALID_HASH_SIZE other_ike_error
      13873 INVALID_ENCRYPT_ALG other_ike_error
      13874 INVALID_AUTH_ALG other_ike_error
      13875 INVALID_SIG other_ike_error
      13876 LOAD_FAILED other_ike_error
      13877 RPC_DELETE locally_triggered
      13878 BENIGN_REINIT not_stated
      13879 INVALID_RESPONDER_LIFETIME_NOTIFY other_ike_error
      13880 INVALID_MAJOR_VERSION policy_mismatch
      13881 INVALID_CERT_KEYLEN authentication
      13882 MM_LIMIT other_ike_error
      13883 NEGOTIATION_DISABLED other_ike_error
      13884 QM_LIMIT other_ike_error
      13885 MM_EXPIRED sa_expired_or_deleted
      13886 PEER_MM_ASSUMED_INVALID peer_silent
      13887 CERT_CHAIN_POLICY_MISMATCH authentication
      13888 UNEXPECTED_MESSAGE_ID other_ike_error
      13889 INVALID_AUTH_PAYLOAD other_ike_error
      13890 DOS_COOKIE_SENT not_stated
      13891 SHUTTING_DOWN other_ike_error
      13892 CGA_AUTH_FAILED other_ike_error
      13893 PROCESS_ERR_NATOA other_ike_error
      13894 INVALID_MM_FOR_QM other_ike_error
      13895 QM_EXPIRED not_stated
      13896 TOO_MANY_FILTERS other_ike_error
      13899 INNER_IP_ASSIGNMENT_FAILURE other_ike_error
      13900 REQUIRE_CP_PAYLOAD_MISSING other_ike_error
      13901 KEY_MODULE_IMPERSONATION_NEGOTIATION_PENDING other_ike_error
      13902 COEXISTENCE_SUPPRESS other_ike_error
      13903 RATELIMIT_DROP other_ike_error
      13904 PEER_DOESNT_SUPPORT_MOBIKE other_ike_error
      13905 AUTHORIZATION_FAILURE other_ike_error
      13910 ERROR_IPSEC_BAD_SPI other_ike_error
      13911 ERROR_IPSEC_SA_LIFETIME_EXPIRED other_ike_error
      13912 ERROR_IPSEC_WRONG_SA other_ike_error
      13913 ERROR_IPSEC_REPLAY_CHECK_FAILED other_ike_error
      13914 ERROR_IPSEC_INVALID_PACKET other_ike_error
      13915 ERROR_IPSEC_INTEGRITY_CHECK_FAILED other_ike_error
      13916 ERROR_IPSEC_CLEAR_TEXT_DROP other_ike_error
      13999 ERROR_IPSEC_IKE_TS_UNACCEPTABLE traffic_selectors
      """
          .lines()
          .map(Known::read)
          .collect(
              Collectors.toMap(
                  Known::code, Function.identity(), (one, _) -> one, LinkedHashMap::new));

  private static final Map<String, Known> BY_NAME =
      BY_CODE.values().stream().collect(Collectors.toUnmodifiableMap(Known::name, known -> known));

  private IkeErrors() {}

  /**
   * An error of the table.
   *
   * @param name Windows' own; for 13999, which is Azure's and not in Windows' list, ours
   */
  record Known(int code, String name, Reason reason) {

    private static Known read(String row) {
      var fields = row.split(" ", -1);
      var name = fields[1].startsWith("ERROR_") ? fields[1] : "ERROR_IPSEC_IKE_" + fields[1];
      return new Known(
          Integer.parseInt(fields[0]), name, Reason.valueOf(fields[2].toUpperCase(Locale.ROOT)));
    }
  }

  static Optional<Known> known(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** What a code states; empty for 0, which is success. */
  static Optional<Reason> reason(int code) {
    return code == 0
        ? Optional.empty()
        : Optional.of(known(code).map(Known::reason).orElse(Reason.UNRECOGNISED));
  }

  /** The first code of an IKE error that a text calls an error, names, or has as HRESULT. */
  static OptionalInt codeIn(String text) {
    var code = codesIn(text).filter(IkeErrors::isIke).findFirst();
    return code.isPresent() ? code : named(text);
  }

  /** Whether all codes that a text calls an error or a status are 0. */
  static boolean isSuccess(String text) {
    var codes = codesIn(text).distinct().toArray();
    return codes.length == 1 && codes[0] == 0;
  }

  private static IntStream codesIn(String text) {
    var codes = IntStream.builder();
    var search = CODES.in(text);
    for (var found = search.next(0); found.isPresent(); found = search.next(found.get().end())) {
      codes.add(number(found.get().group(found.get().start(1) < 0 ? 2 : 1)));
    }
    return codes.build();
  }

  private static OptionalInt named(String text) {
    return text.contains("ERROR_")
        ? NAME.matcher(text)
            .results()
            .map(found -> Optional.ofNullable(BY_NAME.get(found.group())))
            .flatMap(Optional::stream)
            .mapToInt(Known::code)
            .findFirst()
        : OptionalInt.empty();
  }

  /** The code of an IKE error that a text begins with, calls an error or names. */
  static OptionalInt codeOf(String text) {
    var first = code(text);
    return first.isPresent() && isIke(first.getAsInt()) ? first : codeIn(text);
  }

  private static boolean isIke(int code) {
    return BY_CODE.containsKey(code) || (code >= FIRST && code <= LAST);
  }

  /** The code that a text begins with. */
  static OptionalInt code(String text) {
    var found = NUMBER.matcher(text);
    return found.lookingAt() ? OptionalInt.of(number(found.group(1))) : OptionalInt.empty();
  }

  /** The code that a field of codes begins with; hex may lack its sign there. */
  static OptionalInt codeOfField(String text) {
    var code = code(text);
    if (code.isPresent() && (code.getAsInt() == 0 || isIke(code.getAsInt()))) {
      return code;
    }
    var bare = BARE_HEX.matcher(text);
    return bare.lookingAt() && isIke(Integer.parseInt(bare.group(1), 16))
        ? OptionalInt.of(Integer.parseInt(bare.group(1), 16))
        : code;
  }

  /**
   * A text that is nothing but a code of the table, with what it means to people; any other as it
   * is: {@code 0x8007363E (13886 ERROR_IPSEC_IKE_PEER_MM_ASSUMED_INVALID)}.
   */
  static String explained(String text) {
    var bare = NUMBER.matcher(text.strip());
    return bare.matches()
        ? known(number(bare.group(1)))
            .map(known -> text + " (" + known.code + ' ' + known.name + ')')
            .orElse(text)
        : text;
  }

  /** An HRESULT of facility Win32, {@code 0x8007….}, is the Windows code in its lower half. */
  private static int number(String text) {
    boolean hex = text.length() > 1 && (text.charAt(1) == 'x' || text.charAt(1) == 'X');
    long written = hex ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    long number = written < 0 ? written & 0xFFFFFFFFL : written;
    return (int) ((number & 0xFFFF0000L) == 0x80070000L ? number & 0xFFFF : number);
  }
}
