package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The grammar of RFC 8259 to the letter, rule by rule, inside of a record: read in one pass over
 * its bytes, and token by token. {@code ~} is a line feed, {@code ^} a tab, {@code @} a character
 * 0.
 */
class Rfc8259Test {

  private static final RecordReader RECORDS = new RecordReader(Pseudonyms.redacted());

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2 literal names                | true            | yes",
        "2 literal names                | false           | yes",
        "2 literal names                | null            | yes",
        "2 in small letters only        | True            | no",
        "2 in small letters only        | NULL            | no",
        "2 whole                        | tru             | no",
        "2 whole                        | nul             | no",
        "2 and nothing more             | truee           | no",
        "2 and nothing more             | nulll           | no",
        "2 no others                    | undefined       | no",
        "2 no others                    | None            | no",
        "2 blanks                       | ` ~\r^1^\r~ `   | yes",
        "2 no other blanks              | `\f1`           | no",
        "2 no other blanks              | `\u000b1`       | no",
        "2 no other blanks              | `\u00a01`       | no",
        "2 no other blanks              | `\ufeff1`       | no",
        "2 no other blanks              | `@1`            | no",
        "3 a value                      | ``              | no",
        "3 one value                    | 1 2             | no",
        "3 one value                    | \"a\" \"b\"     | no",
        "3 one value                    | {}{}            | no",
        "4 an empty object              | {}              | yes",
        "4 blanks in an empty object    | `{ ~}`          | yes",
        "4 an object                    | {\"a\":1}       | yes",
        "4 two members                  | {\"a\":1,\"b\":2} | yes",
        "4 blanks around all of it      | `{ \"a\" : 1 , \"b\" : 2 }` | yes",
        "4 an empty name                | {\"\":1}        | yes",
        "4 a name is a text             | {a:1}           | no",
        "4 a name is a text             | {1:1}           | no",
        "4 a name is a text             | {null:1}        | no",
        "4 a name is a text             | {'a':1}         | no",
        "4 a name has a value           | {\"a\"}         | no",
        "4 a name has a value           | {\"a\":}        | no",
        "4 one colon                    | {\"a\"::1}      | no",
        "4 no other separator           | {\"a\"=1}       | no",
        "4 no other separator           | {\"a\",1}       | no",
        "4 commas between               | {\"a\":1 \"b\":2} | no",
        "4 commas between               | {\"a\":1;\"b\":2} | no",
        "4 commas only between          | {,\"a\":1}      | no",
        "4 commas only between          | {\"a\":1,}      | no",
        "4 commas only between          | {\"a\":1,,\"b\":2} | no",
        "4 it is closed                 | {\"a\":1        | no",
        "4 by its own bracket           | {\"a\":1]       | no",
        "4 names that are there once    | {\"a\":1,\"a\":1} | no",
        "4 whatever their spelling      | {\"a\":1,\"\\u0061\":1} | no",
        "4 in each object by itself     | {\"a\":{\"a\":{\"a\":1}}} | yes",
        "5 an empty list                | []              | yes",
        "5 blanks in an empty list      | `[ ~]`          | yes",
        "5 a list                       | [1]             | yes",
        "5 values of all kinds          | [1,\"a\",{},[],true,false,null] | yes",
        "5 blanks around all of it      | `[ 1 , 2 ]`     | yes",
        "5 commas between               | [1 2]           | no",
        "5 commas between               | [1:2]           | no",
        "5 commas only between          | [,1]            | no",
        "5 commas only between          | [1,]            | no",
        "5 commas only between          | [1,,2]          | no",
        "5 commas only between          | [,]             | no",
        "5 values alone                 | [\"a\":1]       | no",
        "5 it is closed                 | [1              | no",
        "5 by its own bracket           | [1}             | no",
        "5 once                         | [1]]            | no",
        "6 zero                         | 0               | yes",
        "6 minus zero                   | -0              | yes",
        "6 digits                       | 1234567890      | yes",
        "6 minus                        | -17             | yes",
        "6 a fraction                   | 0.5             | yes",
        "6 a fraction                   | -10.0500        | yes",
        "6 an exponent                  | 1e5             | yes",
        "6 an exponent                  | 1E5             | yes",
        "6 its sign                     | 1e+5            | yes",
        "6 its sign                     | 1e-5            | yes",
        "6 its leading zeros            | 1e005           | yes",
        "6 all of it                    | -0.10e-01       | yes",
        "6 beyond a double              | 1e999           | yes",
        "6 no leading zero              | 01              | no",
        "6 no leading zero              | -01             | no",
        "6 no leading zero              | 00              | no",
        "6 no plus                      | +1              | no",
        "6 digits before the point      | .5              | no",
        "6 digits before the point      | -.5             | no",
        "6 digits behind the point      | 5.              | no",
        "6 digits behind the point      | 5.e1            | no",
        "6 one point                    | 1.2.3           | no",
        "6 digits in the exponent       | 1e              | no",
        "6 digits in the exponent       | 1e+             | no",
        "6 whole exponents              | 1e1.5           | no",
        "6 one exponent                 | 1e1e1           | no",
        "6 one sign                     | --1             | no",
        "6 digits behind a sign         | -               | no",
        "6 no blanks inside             | - 1             | no",
        "6 no blanks inside             | 1 .5            | no",
        "6 no other base                | 0x1F            | no",
        "6 no other base                | 0b1             | no",
        "6 no other digits              | \u0661          | no",
        "6 no marks between digits      | 1_000           | no",
        "6 no marks between digits      | 1,000           | no",
        "6 no suffix                    | 1L              | no",
        "6 no suffix                    | 1.5f            | no",
        "6 numbers only                 | NaN             | no",
        "6 numbers only                 | Infinity        | no",
        "6 numbers only                 | -Infinity       | no",
        "7 an empty text                | \"\"            | yes",
        "7 a text                       | \"a b\"         | yes",
        "7 beyond ASCII                 | \"\u00e9\u20ac\uD83D\uDE00\" | yes",
        "7 delete is no control         | \"\u007f\"      | yes",
        "7 nor are those above          | \"\u0085\u2028\" | yes",
        "7 the short escapes            | \"\\\"\\\\\\/\\b\\f\\n\\r\\t\" | yes",
        "7 escapes by number            | \"\\u0041\\u00e9\\u20AC\" | yes",
        "7 a character 0 by number      | \"\\u0000\"     | yes",
        "7 a pair by number             | \"\\ud83d\\ude00\" | yes",
        "7 half a pair by number        | \"\\ud83d\"     | yes",
        "7 escaped backslash at the end | \"a\\\\\"       | yes",
        "7 no escape of others          | \"\\a\"         | no",
        "7 no escape of others          | \"\\'\"         | no",
        "7 no escape of others          | \"\\0\"         | no",
        "7 no escape of others          | \"\\x41\"       | no",
        "7 no escape in capitals        | \"\\N\"         | no",
        "7 no escape in capitals        | \"\\U0041\"     | no",
        "7 four digits                  | \"\\u004\"      | no",
        "7 four digits                  | \"\\u\"         | no",
        "7 of base 16                   | \"\\u00g0\"     | no",
        "7 no braces                    | \"\\u{41}\"     | no",
        "7 no escaped line feed         | `\"\\~\"`       | no",
        "7 no raw control               | `\"a~b\"`       | no",
        "7 no raw control               | `\"a^b\"`       | no",
        "7 no raw control               | `\"a@b\"`       | no",
        "7 no raw control               | `\"a\u001fb\"`  | no",
        "7 double quotes                | 'a'             | no",
        "7 double quotes                | \u201ca\u201d   | no",
        "7 quotes                       | a               | no",
        "7 it is closed                 | \"a             | no",
        "7 by a quote of its own        | \"a\\\"         | no",
        "7 once                         | \"a\"\"         | no",
        "9 nothing is added: comments   | 1/**/           | no",
        "9 nothing is added: comments   | `1//~`          | no",
        "9 nothing is added: comments   | `1#~`           | no",
      })
  void aRuleHoldsWhereverAValueStands(String rule, String value, String accepted) {
    var written = value.replace('~', '\n').replace('^', '\t').replace('@', '\0');
    for (var record :
        List.of(
            field(written),
            property(written),
            property("[0," + written + "]"),
            Fixture.record(Category.IKE, "IKELogEvent", "{\"message\":\"dpd ack\",\"b\":1}")
                .replace("\"level\":\"Info\"", "\"level\":" + written))) {
      assertAccepted(record, accepted.equals("yes"));
    }
  }

  private static String field(String value) {
    return Fixture.tunnel("TunnelConnected", "x").replace("\"Info\"", value);
  }

  private static String property(String value) {
    return Fixture.record(Category.ROUTE, "BrandNewEvent", "{\"a\":" + value + "}");
  }

  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2 blanks before and behind     | ` ~ R ~ `       | yes",
        "2 one value                    | RR              | no",
        "2 one value                    | R,              | no",
        "2 one value                    | RX              | no",
        "4 it is closed once            | R}              | no",
        "8 a mark may be passed over    | `\ufeffR`       | yes",
      })
  void aRecordIsOneText(String rule, String text, String accepted) {
    var record = Fixture.tunnel("TunnelConnected", "x");
    var written = text.replace('~', '\n').replace("R", record);
    var flat = RECORDS.read(bytes(written), Fixture.ORIGIN);
    var parsed = RECORDS.parsed(bytes(written), Fixture.ORIGIN);

    assertThat(isAccepted(flat)).as("in one pass").isEqualTo(accepted.equals("yes"));
    assertThat(isAccepted(parsed)).as("by tokens").isEqualTo(accepted.equals("yes"));
  }

  private static void assertAccepted(String record, boolean accepted) {
    assertThat(isAccepted(RECORDS.read(bytes(record), Fixture.ORIGIN)))
        .as("in one pass: %s", record)
        .isEqualTo(accepted);
    assertThat(isAccepted(RECORDS.parsed(bytes(record), Fixture.ORIGIN)))
        .as("by tokens: %s", record)
        .isEqualTo(accepted);
    assertThat(isWholeBody(record)).as("as a body: %s", record).isEqualTo(accepted);
  }

  private static boolean isAccepted(Reading reading) {
    return !(reading instanceof Reading.Rejected);
  }

  /** Behind a record of its shape, so that the shape is known. */
  private static boolean isWholeBody(String record) {
    var reader = new BodyReader(RECORDS);
    var found = new ArrayList<Boolean>();
    var to =
        new Readings() {
          @Override
          public void read(Reading reading, Supplier<Origin> origin) {
            found.add(true);
          }

          @Override
          public void refuse(RejectLine reject) {
            found.add(false);
          }
        };
    reader.read(bytes(Fixture.tunnel("TunnelConnected", "x")), Integer::toString, to);
    reader.read(bytes("{\"records\":[" + record + "]}"), Integer::toString, to);
    return found.equals(List.of(true, true));
  }
}
