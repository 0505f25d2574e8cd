package dev.tunnelwatch.benchmarks.replay;

import java.util.Random;

/**
 * Lines of one tunnel in the three forms that IKE messages come in. One in twenty-five tells of an
 * SA that was deleted, as every renewal does.
 */
final class IkeTalk {

  private static final String[] CIPHERS = {"AES-CBC-256", "AES-CBC-128", "3DES", "AES-GCM-256"};

  private final Random random;
  private final String remote;
  private final String instance;

  /** What a gateway is set to offer, and what a peer takes, is the same again and again. */
  private final String offered;

  private final String ofChild;
  private final String taken;
  private final String selectors;

  IkeTalk(Random random, String remote, String instance) {
    this.random = random;
    this.remote = remote;
    this.instance = instance;
    var set = new Random(remote.hashCode());
    this.offered = proposals(set, 6);
    this.ofChild = proposals(set, 2);
    this.taken = proposals(set, 1);
    this.selectors = " Number of TSIs 1:" + range(set) + " Number of TSRs 1:" + range(set);
  }

  String line() {
    if (random.nextDouble() < 0.04) {
      return deleted();
    }
    double form = random.nextDouble();
    if (form < 0.60) {
      return prefix() + classic();
    }
    return form < 0.85 ? bracketed() : packet();
  }

  private String prefix() {
    return "SESSION_ID :{%s-%s-%s-%s-%s} Remote %s:500: Local %s:500: "
        .formatted(hex(8), hex(4), hex(4), hex(4), hex(12), remote, local());
  }

  private String classic() {
    return switch (random.nextInt(12)) {
      case 0 ->
          "[SEND][SA_INIT] Sending IKE SA_INIT packet with tunnelId 0x%s, iCookie 0x%s and rCookie 0x0"
              .formatted(hex(2), hex(16));
      case 1 ->
          "[RECEIVED][SA_INIT] Received IKE SA Init response message with iCookie 0x%s rCookie 0x%s"
              .formatted(hex(16), hex(16));
      case 2 ->
          "[LOCAL_MSG][SA_INIT] Received SA INIT iCookie 0x%s and Generated new rCookie 0x%s"
              .formatted(hex(16), hex(16));
      case 3 ->
          "[SEND]Sending Ike payload for tunnel Id 0x%s: Auth:PreShared Key-".formatted(hex(2))
              + offered;
      case 4 -> "[RECEIVED]Received Ike payload:" + taken;
      case 5 ->
          "[RECEIVED] Receiving MM Packet for tunnel Id 0x%s iCookie 0x%s and rCookie 0x%s: Receiving MM Nonce"
              .formatted(hex(2), hex(16), hex(16));
      case 6 ->
          "[SEND][SA_AUTH] Sending SA AUTH message for tunnelId 0x%s and tsId 0x%s"
              .formatted(hex(2), hex(2));
      case 7 -> "[RECEIVED][SA_AUTH] Received IKE AUTH message";
      case 8 ->
          "[SEND]Sending IPSec policy Payload for tunnel Id 0x%s, tsId 0x%s:"
                  .formatted(hex(2), hex(2))
              + ofChild;
      case 9 ->
          "[SEND] Proposed Traffic Selector payload will be (Final Negotiated) - [Tsid 0x%s ]"
                  .formatted(hex(2))
              + selectors.strip();
      case 10 ->
          "[LOCAL_MSG] Quick mode SA established for tunnelId 0x%s and tsId 0x%s"
              .formatted(hex(2), hex(2));
      default ->
          "[RECEIVED] Received DPD response for tunnel Id 0x%s iCookie 0x%s"
              .formatted(hex(2), hex(16));
    };
  }

  /** What is heard of a peer that never answers. */
  String unanswered() {
    return prefix()
        + "[LOCAL_MSG] IKE Tunnel closed for tunnelId 0x%s with status Negotiation timed out"
            .formatted(hex(2));
  }

  private String deleted() {
    return random.nextBoolean()
        ? prefix() + "[LOCAL_MSG] Received Expire Notification -> Deleting QM"
        : keyed(
            "SA_DELETE [SA_type] QM_SA",
            "13885 [ErrorMessage] Main mode SA lifetime expired or peer sent a main mode delete.");
  }

  private String bracketed() {
    var event =
        switch (random.nextInt(4)) {
          case 0 -> "SA_ESTABLISHED [SA_type] QM_SA";
          case 1 -> "REKEY_COMPLETED [SA_type] QM_SA";
          case 2 -> "SA_INIT_SENT [SA_type] MM_SA";
          default -> "MESSAGE_SA_AUTH [SA_type] MM_SA";
        };
    return keyed(event, "0 [ErrorMessage] ");
  }

  private String keyed(String event, String error) {
    return "(Information)[Remote] %s:4500 [Local] %s:4500 [SESSION_ID] {%s-%s-%s-%s-%s} "
            .formatted(remote, local(), hex(8), hex(4), hex(4), hex(4), hex(12))
        + "[ConnType] IKEv2-S2S [TunnelId] %d [TSId] %d [IkeEvent] %s [FailureDirection] None "
            .formatted(random.nextInt(30), random.nextInt(900), event)
        + "[SAEstablished] true [ErrorCode] "
        + error;
  }

  private String packet() {
    return "[%s] IKEv2 INFORMATIONAL %s %s Messid : %d"
        .formatted(random.nextBoolean() ? "SEND" : "RECV", remote, instance, random.nextInt(900));
  }

  private static String proposals(Random set, int count) {
    var text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append(" Policy")
          .append(i)
          .append(":Cipher=")
          .append(CIPHERS[set.nextInt(CIPHERS.length)])
          .append(" Integrity=SHA")
          .append(set.nextBoolean() ? "256" : "1")
          .append(" DhGroup=DhGroup2");
    }
    return text.toString();
  }

  private static String range(Random set) {
    int net = set.nextInt(250);
    return " StartAddress 10.%d.0.0 EndAddress 10.%d.255.255 PortStart 0 PortEnd 65535 Protocol 0"
        .formatted(net, net);
  }

  private String local() {
    return "192.0.2." + (instance.equals("IN_0") ? "4" : "5");
  }

  private String hex(int digits) {
    return hex(random, digits);
  }

  static String hex(Random random, int digits) {
    var text = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}
