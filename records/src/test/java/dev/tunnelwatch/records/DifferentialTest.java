package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is read in one pass over the bytes is, field by field, what Jackson's tree tells. */
class DifferentialTest {

  private static final long SEED = Long.getLong("differential.seed", 20260301);
  private static final Origin NOWHERE = new Origin("file:1#0", Optional.empty());

  private final RecordReader reader = new RecordReader(Pseudonyms.redacted());
  private final BodyReader bodies = new BodyReader(reader);
  private int events;
  private int routine;
  private int foreign;
  private int rejected;
  private int offers;

  @Test
  void everyFieldOfEveryRecordIsTheSame() {
    compare(10_000);
  }

  @Test
  @Tag("proof")
  void everyFieldOfAHundredThousandRecordsIsTheSame() {
    compare(100_000);
  }

  private void compare(int records) {
    var random = new RandomRecords(SEED);
    for (int i = 0; i < records; i++) {
      byte[] record = random.next();
      count(assertAlike(record, "seed %d, record %d".formatted(SEED, i)));
    }
    System.out.printf(
        "seed %d: %d records read alike, %d events, %d routine, %d foreign, %d rejects%n",
        SEED, records, events, routine, foreign, rejected);
    assertThat(offers).as("of those that list offers").isGreaterThan(records / 100);
    assertThat(List.of(events, routine, foreign, rejected)).allMatch(count -> count > records / 50);
  }

  /** By itself, and in a body where it is one; gives back what it is. */
  Reading assertAlike(byte[] record, String which) {
    var plain = plain(record, Fixture.ORIGIN);
    var ours = told(reader.read(record, Fixture.ORIGIN));
    if (!isTwofold(plain, ours)) {
      assertThat(ours).as("%s: %s", which, Utf8.escaped(record)).isEqualTo(plain);
    }
    if (record.length > 0 && record[0] == '{') {
      var asBody = assertThat(inABody(record)).as("%s as a body: %s", which, Utf8.escaped(record));
      if (PlainReading.read(record) instanceof PlainReading.Read.Raw) {
        asBody.containsExactly(plain(record, NOWHERE));
      } else if (isDamaged(record)) { // whatever is left of it may be a record
        asBody.anyMatch(reading -> reading instanceof Reading.Rejected);
      }
    }
    return plain;
  }

  /** No record, and no body of whole records with commas between or behind them either. */
  private static boolean isDamaged(byte[] body) {
    return new BodySplitter().split(body).stream().anyMatch(Element.Broken.class::isInstance);
  }

  private Reading plain(byte[] record, Origin origin) {
    return switch (PlainReading.read(record)) {
      case PlainReading.Read.Raw(var raw) -> told(reader.read(raw, Whence.of(origin)));
      case PlainReading.Read.Not(var reason) -> new Reading.Rejected(reason, "");
    };
  }

  /** Where in its bytes a reject went wrong is told differently. */
  private static Reading told(Reading reading) {
    return reading instanceof Reading.Rejected(var reason, _)
        ? new Reading.Rejected(reason, "")
        : reading;
  }

  /** A name that stands twice with something that is no JSON for its value: either is true. */
  private static boolean isTwofold(Reading plain, Reading ours) {
    return plain.equals(new Reading.Rejected(RejectReason.DUPLICATE_KEY, ""))
        && (ours.equals(new Reading.Rejected(RejectReason.NOT_JSON, ""))
            || ours.equals(new Reading.Rejected(RejectReason.TRUNCATED, "")));
  }

  /** By a reader that remembers the shapes of those before. */
  private List<Reading> inABody(byte[] record) {
    var found = new ArrayList<Reading>();
    bodies.read(
        record,
        index -> "file:1#" + index,
        new Readings() {
          @Override
          public void read(Reading reading, Supplier<Origin> origin) {
            found.add(reading);
          }

          @Override
          public void refuse(RejectLine reject) {
            found.add(new Reading.Rejected(reject.reason(), ""));
          }
        });
    return found;
  }

  private void count(Reading reading) {
    switch (reading) {
      case Reading.Event _ -> events++;
      case Reading.Routine(var presence) -> {
        routine++;
        offers += presence.offer().isPresent() ? 1 : 0;
      }
      case Reading.Canary _ -> routine++;
      case Reading.Foreign _ -> foreign++;
      case Reading.Rejected _ -> rejected++;
    }
  }
}
