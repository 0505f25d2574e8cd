package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzz tests begin with, and what they once found, goes well in every build. */
class FuzzCorpusTest {

  static Stream<Arguments> inputs() {
    return Stream.of(
        Arguments.of("Split", (Consumer<byte[]>) Fuzzed::split),
        Arguments.of("Body", (Consumer<byte[]>) Fuzzed::body),
        Arguments.of("Record", (Consumer<byte[]>) Fuzzed::record),
        Arguments.of("Export", (Consumer<byte[]>) Fuzzed::exportLine),
        Arguments.of("Codec", (Consumer<byte[]>) Fuzzed::codec),
        Arguments.of("Inventory", (Consumer<byte[]>) Fuzzed::inventory));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void theCorpusGoesWell(String name, Consumer<byte[]> check)
      throws IOException, URISyntaxException {
    var folder = FuzzCorpusTest.class.getResource(name + "FuzzTestInputs/anyBytes");
    assertThat(folder).isNotNull();
    try (var files = Files.list(Path.of(folder.toURI()))) {
      var all = files.sorted().toList();
      assertThat(all).isNotEmpty();
      for (var file : all) {
        check.accept(Files.readAllBytes(file));
      }
    }
  }
}
