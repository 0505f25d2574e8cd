package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The list of what competes with what is of causes that there are, and of stories that are told.
 */
class CompetitionsListedTest {
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");
  private static final Pattern STORY = Pattern.compile("`([A-Z]\\w+Test)`");

  @Test
  void eachRecognisedCauseIsListed() throws IOException {
    assertThat(found(WORD))
        .containsAll(CausalTable.ROWS.stream().map(row -> row.cause().word()).toList());
  }

  @Test
  void eachStoryThatIsNamedIsThere() throws IOException {
    assertThat(found(STORY))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(Class.forName(getClass().getPackageName() + '.' + name)).isNotNull());
  }

  private static List<String> found(Pattern pattern) throws IOException {
    var page = Files.readString(Path.of("../docs/correlation.md"));
    int from = page.indexOf("### Where two could be meant");
    var section = page.substring(from, page.indexOf("\n## ", from));
    return pattern.matcher(section).results().map(found -> found.group(1)).toList();
  }
}
