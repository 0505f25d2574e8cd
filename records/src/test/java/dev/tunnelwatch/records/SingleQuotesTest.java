package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleQuotesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':'b'}                     | {\"a\":\"b\"}",
        "{\"p\": {'a' : 'b' , 'c':2}}  | {\"p\": {\"a\" : \"b\" , \"c\":2}}",
        "{\"p\":\"{'a':'b'}\"}         | {\"p\":{\"a\":\"b\"}}",
        "{\"p\":\"it's 'so'\",'a':1}   | {\"p\":\"it's 'so'\",\"a\":1}",
        "{'a':'it's so'}               | {\"a\":\"it's so\"}",
        "{'a':'say \"so\"'}            | {\"a\":\"say \\\"so\\\"\"}",
        "{'a':'it\\'s \\n'}            | {\"a\":\"it's \\n\"}",
        "['','']                       | [\"\",\"\"]",
        "{'a':'b                       | {\"a\":\"b\"",
        "{\"a\":\"b'c\"}               | none",
      })
  void singleQuotesBecomeDouble(String text, String repaired) {
    assertThat(
            SingleQuotes.repaired(Fixture.bytes(text))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("none"))
        .isEqualTo(repaired);
  }

  @Test
  void onlyWhoAsksForItGetsRecordsThatWereRepaired() {
    var message = "{'instance':'IN_0','message':'it's new'}";
    var bare = Fixture.record(Category.ROUTE, "BrandNewEvent", message);
    var text = Fixture.record(Category.ROUTE, "BrandNewEvent", '"' + message + '"');
    var body = "{\"records\":[" + BadCase.A + "," + bare + "," + text + "," + BadCase.B + ",{'x']}";

    assertThat(read(body, Repair.NONE))
        .containsExactly("event", "not_json", "bad_properties", "event", "not_json");
    assertThat(read(body, Repair.SINGLE_QUOTES))
        .containsExactly(
            "event", "repaired", "it's new", "repaired", "it's new", "event", "not_json");
  }

  private static List<String> read(String body, Repair repair) {
    var found = new ArrayList<String>();
    new BodyReader(new RecordReader(Pseudonyms.redacted()), repair)
        .read(
            Fixture.bytes(body),
            Integer::toString,
            new Readings() {
              @Override
              public void read(Reading reading, Supplier<Origin> origin) {
                var evidence = ((Reading.Event) reading).event().evidence();
                boolean guess = evidence.source().endsWith(" (repaired)");
                assertThat(origin.get().source()).isEqualTo(evidence.source());
                assertThat(guess).isEqualTo(evidence.category() == Category.ROUTE);
                found.add(guess ? evidence.text() : "event");
              }

              @Override
              public void refuse(RejectLine reject) {
                found.add(reject.reason().word());
              }

              @Override
              public void repaired() {
                found.add("repaired");
              }
            });
    return found;
  }
}
