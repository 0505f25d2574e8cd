package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.records.IkeLines.Told;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A template stands for reading, so it must never tell what reading would not. */
class MessageTemplatesTest {

  private static final String PREFIX =
      "SESSION_ID :{0a1b2c3d-0001-0002-0003-00000000000%d} Remote 203.0.113.%d:500: Local"
          + " 198.51.100.4:500: ";

  /** What a message may be made of: words that tell something, halves of such, numbers, signs. */
  private static final List<String> PARTS =
      List.of(
          "IKE Tunnel closed",
          "with status #",
          "status #",
          "clos",
          "ed with status",
          "REKEY_DELET #",
          "[IkeEvent] REKEY_DELET #",
          "#",
          "#",
          "#",
          "#",
          "0x#",
          "[SEND]",
          "[RECV]",
          "[RECEIVED]",
          "[LOCAL_MSG]",
          "Messid : #",
          "[IkeEvent] REKEY_COMPLETED",
          "[IkeEvent] SA_DELETE",
          "[SA_type] QM_SA",
          "[ErrorCode] #",
          "[ErrorCode] 0",
          "[Remote] 203.0.113.#:4500",
          "[ConnType] IKEv2-S2S",
          "[TunnelId] #",
          "Quick mode SA established",
          "rekey",
          "done",
          "complet",
          "e",
          "Received",
          "Sending",
          "dpd",
          "DP",
          "d",
          "response",
          "Expire Notification",
          "delet",
          "de",
          "le",
          "ted",
          "dea",
          "dpeer",
          "ack",
          "a",
          "ck",
          "fail",
          "f",
          "ailed",
          "error",
          "err",
          "IKE SA_INIT",
          "SA AUTH",
          "Policy#:",
          "Policy1:Cipher=AES-CBC-256",
          "Integrity=SHA#",
          "notify message",
          "timed out",
          "liveness",
          "Final Negotiated",
          "messid",
          "mess",
          "id",
          "-",
          ":",
          ".",
          "_",
          "x",
          "}",
          "created",
          "Received Ike payload: Policy1:Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=DhGroup#",
          "Sending IPSec policy Payload for tunnel Id 0x#: Policy1:Cipher=DESIntegrity=Md5",
          " Policy2:Cipher=3DES Integrity=SHA1 PfsGroup=PFS#",
          "Traffic Selector payload will be-",
          "(Final Negotiated) -",
          "Number of TSIs #: StartAddress 10.#.0.0 EndAddress 10.#.255.255",
          "Number of TSRs 1: StartAddress 10.1.0.0 EndAddress 10.1.255.255",
          "no",
          "not",
          "will be",
          "waiting for",
          "timeout",
          "set to #",
          "is #",
          "# failures",
          "failures: #",
          "authentication",
          "succeeded",
          "expired",
          "[ErrorMessage]",
          ",",
          ". ");

  /** Harmless ones and others. */
  private static final List<Integer> CODES =
      List.of(0, 1, 13801, 13803, 13821, 13868, 13878, 13885, 13886, 13890, 13895, 13999);

  private final Caches caches = new Caches();
  private final MessageTemplates templates = new MessageTemplates(caches, 1);

  @Test
  void templatesTellWhatReadingTells() {
    long seed = 20_261_126;
    var random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      var form = form(random);
      for (int again = 0; again < 9; again++) {
        var message = filled(form, random);
        found += check(message, "seed " + seed + ", message " + i) ? 1 : 0;
      }
    }
    assertThat(found).as("messages found in templates, seed " + seed).isGreaterThan(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "IKE Tunnel closed with status 13878, IKE Tunnel closed with status 13801",
    "[IkeEvent] REKEY_DELET 11, [IkeEvent] REKEY_DELET e1",
    "[RECV] IKEv2 INFORMATIONAL 203.0.113.7 IN_0 Messid : 17, [RECV] IKEv2 INFORMATIONAL 203.0.113.9 IN_0 Messid : 1",
    "Received DPD response for tunnel Id 0x1e, Received DPD response for tunnel Id 0x1e delete",
    "Sending SA AUTH message with error 0, Sending SA AUTH message with error 13801",
    "Policy 1:Cipher=DES, Policy 1234:Cipher=DES",
    "Received Ike payload: Policy1:Cipher=DES, Received Ike payload: Policy1:Cipher=DES with error 13868",
    "Received Ike payload: Policy1:Cipher=DES, Received Ike payload: Policy1:Cipher=DES [ErrorCode] 13868",
    "Sending Ike payload Policy1:Cipher=DES, Sending Ike payload Policy1:Cipher=DES delete",
    "'DPD response, SA AUTH authentication with 0 failures', 'DPD response, SA AUTH authentication with 3 failures'",
    "DPD timeout 45 s for DPD response received, DPD timeout 203.0.113.7 s for DPD response received",
    "SA not 1. established for quick mode, SA not 1.2 established for quick mode",
    "exchange 1 of mm: peer 0 is d 1, exchange 1 of mm: peer 0 is d ead1"
  })
  void doesNotTakeOneForAnother(String learned, String other) {
    for (int i = 0; i < 64; i++) {
      check(learned, learned);
    }
    check(other, other);
  }

  @Test
  void findsTheOtherEndWhereverItIs() {
    for (int i = 1; i < 100; i++) {
      check(
          PREFIX.formatted(i % 10, i) + "[LOCAL_MSG] Quick mode SA established for tsId 0x" + i,
          "");
    }
    var message =
        bytes(PREFIX.formatted(5, 250) + "[LOCAL_MSG] Quick mode SA established for tsId 0x1");
    var known = templates.find(message, 0, message.length - 1);
    assertThat(known).isPresent();
    assertThat(known.get().told()).isEqualTo(Told.Plainly.ALIVE);
    assertThat(templates.remote(message, known.get())).hasToString("Optional[203.0.113.250]");
  }

  /** True when it was found; learns it when it was not. */
  private boolean check(String message, String about) {
    var bytes = bytes(message);
    var line = new IkeLine();
    line.read(bytes, 0, bytes.length - 1);
    var told = IkeLines.told(line);
    templates.forget();
    var known = templates.find(bytes, 0, bytes.length - 1);
    if (known.isPresent()) {
      assertThat(known.get().told()).as(about + ": " + message).isEqualTo(told);
      assertThat(templates.remote(bytes, known.get()))
          .as(about + ": " + message)
          .isEqualTo(line.remote(caches));
      if (told.equals(Told.Plainly.OFFERED)) {
        assertThat(templates.offer())
            .as(about + ": " + message)
            .isEqualTo(line.offer(Offers.anew()));
      }
    } else if (!line.isOfClient()) {
      templates.learn(line, told);
    }
    return known.isPresent();
  }

  /** With the quote that ends it. */
  private static byte[] bytes(String message) {
    return (message + '"').getBytes(StandardCharsets.US_ASCII);
  }

  /** With # for every number. */
  private static String form(Random random) {
    var parts = new ArrayList<String>();
    if (random.nextInt(3) == 0) {
      parts.add("SESSION_ID :{#} Remote #: Local #:");
    }
    IntStream.range(0, 1 + random.nextInt(7))
        .forEach(_ -> parts.add(PARTS.get(random.nextInt(PARTS.size()))));
    return String.join(random.nextInt(4) == 0 ? "" : " ", parts);
  }

  private static String filled(String form, Random random) {
    return form.chars()
        .mapToObj(c -> c == '#' ? number(random) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "" + random.nextInt(3);
      case 1 -> "" + CODES.get(random.nextInt(CODES.size()));
      case 2 -> "203.0.113." + random.nextInt(250) + (random.nextBoolean() ? ":500" : "");
      case 3 -> Integer.toHexString(random.nextInt());
      case 4 -> "de" + random.nextInt(20) + "ad";
      default -> "2001:db8::" + Integer.toHexString(random.nextInt(0xFFFF));
    };
  }
}
