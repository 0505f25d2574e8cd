package dev.tunnelwatch.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a compiler does not ask of a file. */
final class SourcesTest {
  private static final int LONGEST = 400;

  static Stream<Module> modules() {
    return Module.all();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aFileFitsInOnesHead(Module module) {
    assertThat(module.sources()).isNotEmpty().allSatisfy(SourcesTest::isShort);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyPackageSaysWhatItIs(Module module) {
    List<Path> packages = module.sources().stream().map(SourcesTest::directory).distinct().toList();

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            directory ->
                assertThat(directory.resolve("package-info.java"))
                    .content()
                    .startsWith("/**")
                    .contains("@NullMarked"));
  }

  private static Path directory(Path file) {
    return file.resolveSibling("");
  }

  private static void isShort(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      assertThat(lines.count()).as("lines of %s", file).isLessThanOrEqualTo(LONGEST);
    }
  }
}
