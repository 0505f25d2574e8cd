package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines in, incident out: each story is a file of records as Azure writes them, and beside it what
 * a human is told of them at eleven o'clock.
 */
class StoriesTest {
  private static final Path STORIES = Path.of("src/test/resources/stories");

  @TempDir Path directory;

  static List<String> stories() throws IOException {
    try (var files = Files.list(STORIES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jsonl"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  static Stream<Cause> recognised() {
    return Arrays.stream(Cause.values()).filter(cause -> !cause.headline().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void storyIsToldAsItStandsBesideIt(String story) throws IOException {
    var told = directory.resolve(story);
    var run =
        Run.of(
            "replay",
            "--inventory",
            STORIES.resolve("inventory").toString(),
            "--format",
            "text",
            "--until",
            "2026-03-02T11:00:00Z",
            "--out",
            told.toString(),
            STORIES.resolve(story + ".jsonl").toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(told)).isEqualTo(Files.readString(STORIES.resolve(story + ".txt")));
  }

  @ParameterizedTest
  @MethodSource("recognised")
  void everyCauseThatCanBeToldHasAStory(Cause cause) throws IOException {
    assertThat(Files.readAllLines(STORIES.resolve(cause.word() + ".txt")).getFirst())
        .contains(" " + cause.word());
  }
}
