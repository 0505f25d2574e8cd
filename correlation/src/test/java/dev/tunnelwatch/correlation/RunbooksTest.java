package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cause a human can be woken with leads to a page that says what to do. */
class RunbooksTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> SECTIONS =
      List.of("**Means:**", "**Confirm:**", "**Do:**", "**Do not:**", "**When it ends:**");

  static Stream<Cause> recognised() {
    return Stream.concat(
        CausalTable.ROWS.stream().map(CausalTable.Row::cause), Stream.of(Cause.UNEXPLAINED));
  }

  @ParameterizedTest
  @EnumSource
  void aCauseHasAPageWithAllItsSectionsInOrder(Cause cause) throws IOException {
    var lines = Files.readAllLines(ROOT.resolve(cause.runbook()));

    assertThat(lines.getFirst()).startsWith("# ").contains("`" + cause.word() + "`");
    assertThat(lines.stream().map(RunbooksTest::label).filter(SECTIONS::contains))
        .containsExactlyElementsOf(SECTIONS);
    assertThat(lines.stream().anyMatch(line -> line.startsWith("**Not recognised yet:**")))
        .isEqualTo(recognised().noneMatch(cause::equals));
  }

  /** Who reads both at night must not have to choose between them. */
  @ParameterizedTest
  @MethodSource("recognised")
  void aPageBeginsWithTheNextStepOfTheAlert(Cause cause) throws IOException {
    var page = Files.readString(ROOT.resolve(cause.runbook())).replaceAll("\\s+", " ");

    assertThat(page).contains("**Do:** 1. " + cause.next());
  }

  /** Of what the platform left behind the alert tells another step than of the rest. */
  @ParameterizedTest
  @EnumSource(names = {"PLANNED_MAINTENANCE", "GATEWAY_OUTAGE", "INSTANCE_FAILOVER"})
  void aPageTellsTheStepOfWhatIsLeftBehindToo(Cause cause) throws IOException {
    var page = Files.readString(ROOT.resolve(cause.runbook())).replaceAll("\\s+", " ");

    assertThat(page.substring(page.indexOf("**Which case:**"), page.indexOf("**Do:**")))
        .contains(NextStep.ONE_LEFT, NextStep.DARK_LEFT, NextStep.FEWER_LEFT);
  }

  @Test
  void aCauseHasWordsExactlyIfItIsRecognised() {
    assertThat(Cause.values())
        .filteredOn(cause -> !cause.headline().isEmpty())
        .containsExactlyElementsOf(recognised().toList())
        .noneMatch(cause -> cause.meaning().isEmpty() || cause.next().isEmpty())
        .noneMatch(cause -> cause.later().isEmpty())
        .noneMatch(cause -> cause.lacking().isEmpty());
  }

  @Test
  void theIndexListsThePagesInOrderOfPrecedence() throws IOException {
    var index = Files.readAllLines(ROOT.resolve("docs/runbooks/README.md"));

    assertThat(index.stream().filter(line -> line.startsWith("| [`")).map(RunbooksTest::linked))
        .containsExactlyElementsOf(recognised().map(Cause::word).toList());
  }

  /** What a line begins with, up to the end of its bold words. */
  private static String label(String line) {
    int end = line.indexOf(":**");
    return line.startsWith("**") && end > 0 ? line.substring(0, end + 3) : "";
  }

  private static String linked(String row) {
    return row.substring(row.indexOf("](") + 2, row.indexOf(".md)"));
  }
}
