package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.tunnelwatch.model.Category;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineShapeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Disconnected 203.0.113.7 State transition 4 -> 2 | Disconnected <ip> State transition # -> #",
        "peer 2001:db8::7 of 10.52.0.0/16 said 17.5 % | peer <ip> of <ip> said # %",
        "Remote 203.0.113.x:500: Local 198.51.100.4:4500: [NEW] x | Remote <ip>: Local <ip>: [NEW] x",
        "SESSION_ID :{0a1b2c3d-0000-4000-8000-00000000000a} Remote [2001:db8::7]:500 | SESSION_ID :<guid> Remote <ip>",
        "iCookie 0xCBF235637168FA00, code 0x35E9 | iCookie <hex>, code <hex>",
        "connection 'to paris' and \"lyon\" | connection <name> and <name>",
        "connection to-paris on gw-weu-01 is time-out | connection <name> on <name> is time-out",
        "set by alice, user bob failed, user failed | set by <name>, user <name> failed, user failed",
        "by alice.smith@example.com of EXAMPLE\\bob | by <name> of <name>",
        "PSK=Tr0ub4dor&3 pre-shared key: hunter2! password swordfish | PSK=<name> pre-shared key: <name> password <name>",
        "token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.x/y | token <name>",
        "got Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy | got <text>",
        "IKEv2 AES-CBC-256 SHA256 DhGroup14 IN_0 TS_UNACCEPTABLE | IKEv# AES-CBC-# SHA# DhGroup# IN_# TS_UNACCEPTABLE",
        "host fw1.example.com at 10:02:11 | host <name> at <ip>",
      })
  void whatDiffersAndWhatIsAnybodysIsTakenOut(String text, String shape) {
    assertThat(LineShape.masked(text, false)).isEqualTo(shape);
  }

  @Test
  void whereUsersAreEveryWordIsHiddenThatIsNoTerm() {
    assertThat(LineShape.masked("[OVPN_00AA11BB] Connection of Zaphod was refused", true))
        .isEqualTo("[<name>] Connection of <word> was refused");
  }

  @Test
  void caseAndBlanksMakeNoOtherShape() {
    var one = new LineShape(Category.IKE, "IKELogEvent", LineShape.masked("Moon  rises 7", false));
    var other = new LineShape(Category.IKE, "ikelogevent", LineShape.masked("moon rises 8", false));

    assertThat(one.key()).isEqualTo(other.key());
  }

  @Test
  void aShapeIsShortAndMadeFastWhateverTheText() {
    for (var hostile : new String[] {"a-", "'", "user ", "::", "0.", "x@", "\u0000", "{"}) {
      var text = hostile.repeat(500);
      assertTimeout(
          Duration.ofSeconds(2),
          () -> assertThat(LineShape.masked(text, true)).hasSizeLessThanOrEqualTo(201));
    }
  }
}
