package dev.tunnelwatch.app.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    var result = new ObjectMapper().readTree("{\"seed\":3,\"share\":0.5}");
    var made = new Proof.Made("./tunnelwatch accuracy \"x\"", "0123", "2 processors");
    var proof = new Proof("some", made, "1-3", Map.of("records", 12L), 1.25, List.of(result));

    proof.write(directory);

    assertThat(Proof.read(directory, "some")).isEqualTo(proof);
  }

  @Test
  void headIsItsOwnAncestorWhereThereIsHistory() throws Exception {
    var repository = new Repository(Path.of("").toAbsolutePath());
    var head = repository.head();

    if (head.equals("unknown")) {
      assertThat(repository.isKnown()).isFalse();
    } else {
      assertThat(repository.isAncestor(head.replace("+changes", ""))).isTrue();
    }
    assertThat(repository.isAncestor("0000000000000000000000000000000000000000")).isFalse();
  }

  @Test
  void tableHasAsManyCellsInEachRow() {
    assertThat(MarkdownTable.of("figure", "reached").row("F1", "0.99"))
        .hasToString("| figure | reached |\n| --- | --- |\n| F1 | 0.99 |\n");
  }
}
