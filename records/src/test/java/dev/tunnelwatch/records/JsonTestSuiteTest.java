package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nicolas Seriot's JSONTestSuite, each file as the value of a record's property. It lies beside the
 * repository; {@code TUNNELWATCH_JSON_TEST_SUITE} names the folder elsewhere.
 */
class JsonTestSuiteTest {

  private static final RecordReader RECORDS = new RecordReader(Pseudonyms.redacted());

  /** What we refuse though a parser may accept it: nobody can say which of the two counts. */
  private static final Set<String> TWICE =
      Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

  /**
   * What takes its neighbour along: so many beginnings that the search goes on with the next line,
   * and an open list that makes the neighbour its own.
   */
  private static final Set<String> GREEDY =
      Set.of("n_structure_open_array_object.json", "n_structure_open_array_open_object.json");

  private Path files = Path.of("../../shared/JSONTestSuite/test_parsing");

  @BeforeEach
  void findTheFolder() {
    files =
        Optional.ofNullable(System.getProperty("TUNNELWATCH_JSON_TEST_SUITE"))
            .or(() -> Optional.ofNullable(System.getenv("TUNNELWATCH_JSON_TEST_SUITE")))
            .map(Path::of)
            .orElse(files);
    assumeThat(files)
        .as(
            "the folder of JSONTestSuite, shared/JSONTestSuite/test_parsing beside the repository"
                + " or TUNNELWATCH_JSON_TEST_SUITE, is absent: its files are not checked")
        .isDirectory();
  }

  @Test
  void whatIsNoJsonIsRefusedAndItsNeighboursLive() throws IOException {
    var wrong = files("n_");
    assertThat(wrong).hasSizeGreaterThan(180);
    for (var file : wrong) {
      assertThat(accepted(file)).as(file.toString()).isFalse();
      assertThat(new BodySplitter().split(between(file)))
          .as(file.toString())
          .anyMatch(it -> it instanceof Element.Broken)
          .filteredOn(it -> it instanceof Element.Rec)
          .extracting(it -> new String(it.bytes(), StandardCharsets.UTF_8))
          .startsWith(BadCase.A)
          .endsWith(GREEDY.contains(file.getFileName().toString()) ? BadCase.A : BadCase.B);
    }
  }

  @Test
  void whatIsJsonIsAcceptedUnlessANameIsThereTwice() throws IOException {
    var right = files("y_");
    assertThat(right).hasSizeGreaterThan(90);
    for (var file : right) {
      boolean once = !TWICE.contains(file.getFileName().toString());
      assertThat(accepted(file)).as(file.toString()).isEqualTo(once);
    }
  }

  @Test
  void whatIsLeftOpenCrashesNothing() throws IOException {
    var open = files("i_");
    assertThat(open).hasSizeGreaterThan(30);
    for (var file : open) {
      accepted(file);
      assertThat(new BodySplitter().split(between(file))).as(file.toString()).isNotEmpty();
    }
  }

  /** Alike in one pass and by tokens. */
  private static boolean accepted(Path file) throws IOException {
    var record = record(file);
    var flat = RECORDS.read(record, Fixture.ORIGIN);
    var parsed = RECORDS.parsed(record, Fixture.ORIGIN);
    assertThat(flat).as(file.toString()).isEqualTo(parsed);
    return !(flat instanceof Reading.Rejected);
  }

  private static byte[] record(Path file) throws IOException {
    var empty = BadBodies.with("\"a\":@");
    int at = empty.indexOf('@');
    var record = new ByteArrayOutputStream();
    record.writeBytes(Fixture.bytes(empty.substring(0, at)));
    record.writeBytes(Files.readAllBytes(file));
    record.writeBytes(Fixture.bytes(empty.substring(at + 1)));
    return record.toByteArray();
  }

  private static byte[] between(Path file) throws IOException {
    var body = new ByteArrayOutputStream();
    body.writeBytes(Fixture.bytes("{\"records\":[" + BadCase.A + ","));
    body.writeBytes(record(file));
    body.writeBytes(Fixture.bytes("," + BadCase.B + "]}"));
    return body.toByteArray();
  }

  private List<Path> files(String prefix) throws IOException {
    try (var all = Files.list(files)) {
      return all.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList();
    }
  }
}
