package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of a line is never told of another that only looks like it. */
class RememberedTest {

  private static final String ENDS = "Remote 203.0.113.7:500: Local 192.0.2.4:500: ";
  private static final String SESSION = "SESSION_ID :{0a1b} " + ENDS;
  private static final String KEYED =
      "[Remote] 203.0.113.7:4500 [Local] 192.0.2.4:4500 [TunnelId] 1 [IkeEvent] ";

  private static final List<String> ROUTES =
      List.of(
          "announced",
          "ANNOUNC",
          "withdrawn",
          "10.52.0.0/16",
          "::1",
          "0",
          "00",
          "7",
          "x",
          "no",
          "longer",
          "new",
          "route",
          "not",
          "wasn",
          "'",
          "t",
          ".",
          ":",
          "/",
          "_",
          ",",
          "\u0660",
          "\u00e9",
          "\u0130");

  private final BodyReader remembers = new BodyReader(new RecordReader(Pseudonyms.redacted()));

  @ParameterizedTest
  @CsvSource({
    "IKE Tunnel closed for tunnelId 0x1 with status 13801, IKE Tunnel closed for tunnelId 0x1 with status 13885",
    "IKE Tunnel closed for tunnelId 0x1 with status 13801, IKE Tunnel closed for tunnelId 0x1 with status 0",
    "IKE Tunnel closed for tunnelId 0x1 with status 13801, IKE Tunnel closed for tunnelId 0x2 with status 13801",
    "Received Expire Notification -> Deleting QM, Sending Expire Notification -> Deleting MM",
    "Received Notification -> Deleting SA 5, Received Notification -> Deleting SA 13895",
    "Received: authentication with 3 failures, Received: authentication with 0 failures",
    "DPD timeout after 3 tries, DPD timeout is 3 s"
  })
  void ofWhatIsSaid(String said, String other) {
    readsEachAsAnew(SESSION + said, SESSION + other);
    readsEachAsAnew(SESSION + said, said);
    readsEachAsAnew(SESSION + ENDS + said, ENDS + said);
    readsEachAsAnew(KEYED + "SA_DELETE [ErrorMessage] " + said, SESSION + said);
  }

  @ParameterizedTest
  @CsvSource({
    "SA_DELETE [SA_type] QM_SA [ErrorCode] 13885, SA_DELETE [SA_type] MM_SA [ErrorCode] 13885",
    "SA_DELETE [SA_type] QM_SA [ErrorCode] 13885, SA_DELETE [SA_type] QM_SA [ErrorCode] 13801",
    "SA_DELETE [SA_type] 13894 mm [ErrorCode] 1, SA_DELETE [SA_type] 13895 mm [ErrorCode] 1",
    "SA_DELETE [TSId] 13894 [X] MM, SA_DELETE [TSId] 13895 [X] MM",
    "SA_INIT [TSId] 13894 [X] MM [ErrorCode] 13885, SA_INIT [TSId] 13895 [X] MM [ErrorCode] 13885",
    "SA_DELET 1 [SA_type] QM_SA [ErrorCode] 13885, SA_DELET e1 [SA_type] QM_SA [ErrorCode] 13885",
    "SA_DELETE [SA_type] QM_SA [ErrorMessage] authentication: 3 failures, SA_DELETE [SA_type] QM_SA [ErrorMessage] authentication: 0 failures",
    "SA_DELETE [SA_type] QM_SA [ErrorCode] 9 [ErrorMessage] DPD timeout after 3, SA_DELETE [SA_type] QM_SA [ErrorCode] 9 [ErrorMessage] DPD timeout is 3"
  })
  void ofWhatStandsBehindKeys(String event, String other) {
    readsEachAsAnew(KEYED + event, KEYED + other);
    readsEachAsAnew(KEYED + event, KEYED.replace("203.0.113.7", "203.0.113.13895") + other);
  }

  @Test
  void ofRoutesWhateverTheirNumbers() {
    long seed = 20_261_127;
    var random = new Random(seed);
    var caches = new Caches();
    for (int i = 0; i < 50_000; i++) {
      var text =
          IntStream.range(0, 1 + random.nextInt(9))
              .mapToObj(_ -> ROUTES.get(random.nextInt(ROUTES.size())))
              .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
      assertThat(caches.change(text))
          .as("seed %d: '%s'", seed, text)
          .isEqualTo(RouteLines.change(text));
    }
  }

  /** After the one was read so often that it is known, and the other way round. */
  private void readsEachAsAnew(String one, String other) {
    for (var message : List.of(one, other)) {
      for (int i = 0; i < 20; i++) {
        assertThat(remembered(message)).as(message).isEqualTo(anew(message));
      }
    }
    assertThat(remembered(one)).as(one).isEqualTo(anew(one));
  }

  private static Reading anew(String message) {
    var record = Fixture.bytes(Fixture.ike(message));
    return new RecordReader(Pseudonyms.redacted())
        .parsed(record, new Origin("file:1#0", Optional.empty()));
  }

  private Reading remembered(String message) {
    var found = new ArrayList<Reading>();
    remembers.read(
        Fixture.bytes(Fixture.ike(message)),
        index -> "file:1#" + index,
        new Readings() {
          @Override
          public void read(Reading reading, Supplier<Origin> origin) {
            found.add(reading);
          }

          @Override
          public void refuse(RejectLine reject) {
            throw new AssertionError(message);
          }
        });
    return found.getFirst();
  }
}
