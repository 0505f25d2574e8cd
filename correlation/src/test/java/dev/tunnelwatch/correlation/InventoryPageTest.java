package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.InventoryFinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/inventory.md} lists each finding once, in their order. */
class InventoryPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  @Test
  void pageListsEachFindingInOrder() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "inventory.md"));

    assertThat(ROW.matcher(page).results().map((MatchResult row) -> row.group(1)))
        .containsExactlyElementsOf(Arrays.stream(Kind.values()).map(Kind::label).toList());
  }
}
