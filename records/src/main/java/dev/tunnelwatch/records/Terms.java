package dev.tunnelwatch.records;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words that logs of gateways are made of, and so nobody's name. */
final class Terms {

  private static final Pattern BLANK = Pattern.compile("\\s+");

  private static final Set<String> ALL =
      BLANK
          .splitAsStream(
              """
              a aad access accept accepted acquire active add added address addresses aes after all allocated \
              allow already an and announced any applied apply are as asn assigned assigning at attempt auth \
              authenticate authenticated authentication authority authorization available back bad be because \
              been before begin being between bgp block bytes ca call called cannot capacity cbc cert certificate \
              chain change changed channel check child cipher cleanup client clients close closed code complete \
              completed config configuration configured connect connected connection connections control cookie \
              could count cpu create created credential credentials crl data dead default del delete deleted \
              denied des detected detection device dh dhgroup did directory disabled disconnect disconnected \
              dns does done down dpd drop dropped due duplicate duration eap ecp enabled encryption end ended \
              endpoint entra entry epoch err error errors esp established event exceeded exchange exhausted \
              exist expired expires fail failed failing failure fallback field file filter final finished flag \
              flags for found free from full gateway gatewaytenantworker gcm generated get given global got \
              group handshake has have hello hold host icookie id idle if ignored ike ikecleanupmmnegotiation \
              ikecleanupqmnegotiation ikev in inbound info init initial initiated initiator inner instance \
              integrity internal invalid invocation ip ipsec is issued issuer its kb ke keepalive kernel key keys \
              last layer left length level lifetime limit list listener live liveness local log logged login lost \
              main maintenance manager match matched max md message messages messid method mfa migrated mismatch \
              missing mm mobike mode modified moved msg mschap n name nat negotiated negotiation network new no node \
              nonce none not notify now number of off ok old on one only open openvpn operation operator option or \
              other out outbound ovpn packet packets password path payload peer pending permission pfs phase ping \
              planned policies policy pool port ports pre prefix prefixes present primary probe process processing \
              profile proposal proposals protocol psk public push qm queue quick quickmode quota radius rate \
              rcookie read reached ready reason rebooted received recv refused reject rejected rekey release \
              released remote removed renegotiation renewal renewed replaced replay reply request requested reset \
              resource response responded responder restart restarted result resumed retry retransmission \
              retransmit revoked role root route router routes routing rsa s sa safe script secondary secret sec \
              second seconds secret security select selected selector selectors send sending sent serial server \
              service session set setting settings sha shared shut shutdown signature site size source spi ss ssl \
              standby start started state static statistics status stop stopped store subnet succeeded success \
              successful successfully suite switch switched sync table task tcp tenant than that the then this time \
              timed timeout times tls to token too total traffic transform transition transport trigger triggered \
              trusted ts tsid tsi tsr tunnel tunnelid type udp unable unacceptable unauthorized under unexpected \
              unknown unreachable unsupported until up update updated upgrade usage use used user username using \
              valid validation value verify version via vpn was wait waiting warning were when which while will \
              window windows with withdrawn within without worker wrong yes
              """
                  .strip())
          .collect(Collectors.toUnmodifiableSet());

  private Terms() {}

  /** Words that are people's names as well. */
  private static final Set<String> NAMES_TOO = Set.of("an", "des", "max", "will");

  /** Whether all runs of letters in a stretch are such words, and there is one. */
  static boolean areAll(String text, int from, int to) {
    boolean any = false;
    int at = from;
    while (at < to) {
      int begin = at;
      while (at < to && Character.isLetter(text.charAt(at))) {
        at++;
      }
      if (at > begin) {
        if (!contains(text.substring(begin, at))) {
          return false;
        }
        any = true;
      } else {
        at++;
      }
    }
    return any;
  }

  /** Of one in lower case. */
  static boolean isNameToo(String word) {
    return NAMES_TOO.contains(word);
  }

  /** Case aside. */
  static boolean contains(String word) {
    return ALL.contains(word.toLowerCase(Locale.ROOT));
  }
}
