package dev.tunnelwatch.records;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of bad input, row by row. Each goes the live way, split and then read record by
 * record, and the way of an archive, whole bodies at once.
 */
class BadInputTest {

  private static final int ROWS = 84;

  /** The rows that are no matter of records, and who answers for them. */
  private static final Map<Integer, String> ELSEWHERE =
      Map.ofEntries(
          entry(2, "AMQP body that is null: ingest"),
          entry(3, "AMQP body that is no data: ingest"),
          entry(45, "records days late: correlation, rule 8, LateTest"),
          entry(46, "records out of order: correlation, the law of order, LawsTest"),
          entry(47, "an event delivered again: ingest, SlotTest"),
          entry(49, "sequence numbers that go back: ingest, ResumeTest"),
          entry(50, "sequence numbers that jump: ingest, SlotTest"),
          entry(63, "addresses in a link: timeline, the page makes no link of a text"),
          entry(64, "Slack's control words: the receiver's template"),
          entry(65, "Teams' and Markdown's words: the receiver's template"),
          entry(67, "formulas in a table: timeline, its exports"),
          entry(70, "topics and keys made of data: streams, keys are gateway ids alone"),
          entry(71, "AMQP headers without end: ingest"),
          entry(74, "labels with odd characters: no text of a record is a label, row 73"),
          entry(76, "ten thousand tunnels that flap: alerts, AlertBookTest"),
          entry(77, "archives that unpack without end: app, ArchiveReader takes them by pieces"),
          entry(79, "names such as __proto__ on the page: timeline, as a name here too"),
          entry(82, "a record too large for Kafka: ingest, SlotTest"),
          entry(84, "rejects that cannot be written: ingest, one transaction, SlotTest"));

  private static final RecordReader RECORDS = new RecordReader(Pseudonyms.redacted());

  static Stream<BadCase> cases() {
    return Stream.of(BadBodies.cases(), BadJson.cases(), BadRecords.cases()).flatMap(s -> s);
  }

  @ParameterizedTest(name = "row {0}")
  @MethodSource("cases")
  void aRowOfTheCatalogueHasItsOutcomeAndSpoilsNoNeighbour(BadCase bad) {
    var live = live(bad.body());

    assertThat(words(live)).as("live").isEqualTo(bad.becomes());
    assertThat(words(archived(bad.body())))
        .as("archived, where no enqueued time stands in for a time")
        .isEqualTo(bad.becomes().replace("undated", "no_time"));
    bad.text()
        .ifPresent(
            text ->
                assertThat(live)
                    .filteredOn(it -> it.word().length() > 1)
                    .singleElement()
                    .extracting(Outcome::text)
                    .isEqualTo(text));
  }

  @Test
  void everyRowIsACaseOrSomebodyElses() {
    var rows = new TreeSet<>(ELSEWHERE.keySet());
    cases().map(BadCase::row).forEach(rows::add);

    assertThat(rows).containsExactlyElementsOf(IntStream.rangeClosed(1, ROWS).boxed().toList());
  }

  /** What became of one element. */
  private record Outcome(String word, String text) {}

  private static List<Outcome> live(byte[] body) {
    var outcomes = new ArrayList<Outcome>();
    for (var element : new BodySplitter().split(body)) {
      outcomes.add(
          switch (element) {
            case Element.Rec rec -> outcome(RECORDS.read(rec.bytes(), Fixture.ORIGIN), rec.bytes());
            case Element.Foreign foreign -> new Outcome(foreign.kind(), "");
            case Element.Broken broken -> new Outcome(broken.reason().word(), "");
          });
    }
    return outcomes;
  }

  private static List<Outcome> archived(byte[] body) {
    var outcomes = new ArrayList<Outcome>();
    var to =
        new Readings() {
          @Override
          public void read(Reading reading, Supplier<Origin> origin) {
            outcomes.add(outcome(reading, new byte[0]));
          }

          @Override
          public void refuse(RejectLine reject) {
            var word = reject.reason().word().replace("implausible_time", "no_time");
            outcomes.add(new Outcome(word, ""));
          }
        };
    new BodyReader(RECORDS).read(body, Integer::toString, to);
    return outcomes;
  }

  private static Outcome outcome(Reading reading, byte[] bytes) {
    return switch (reading) {
      case Reading.Event(var event, _) ->
          new Outcome(
              isNeighbour(bytes, event, BadCase.A)
                  ? "A"
                  : isNeighbour(bytes, event, BadCase.B) ? "B" : word(event),
              event.evidence().text());
      case Reading.Routine _, Reading.Canary _ -> new Outcome("routine", "");
      case Reading.Foreign(var kind) -> new Outcome(kind, "");
      case Reading.Rejected(var reason, _) -> new Outcome(reason.word(), "");
    };
  }

  /** Its bytes, where they are known, are the neighbour's, and so is what was read from them. */
  private static boolean isNeighbour(byte[] bytes, GatewayEvent event, String neighbour) {
    return (bytes.length == 0 || Arrays.equals(bytes, Fixture.bytes(neighbour)))
        && event.evidence().digest().equals(Fixture.event(neighbour).evidence().digest());
  }

  private static String word(GatewayEvent event) {
    return switch (event) {
      case GatewayEvent.Undated _ -> "undated";
      case GatewayEvent.Unrecognised _ -> "unrecognised";
      default -> "event";
    };
  }

  private static String words(List<Outcome> outcomes) {
    return String.join(" ", outcomes.stream().map(Outcome::word).toList());
  }
}
