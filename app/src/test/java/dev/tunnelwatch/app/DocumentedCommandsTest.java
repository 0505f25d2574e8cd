package dev.tunnelwatch.app;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A runbook that names a command that is not there is found out at three in the morning. */
final class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("\\./tunnelwatch ([a-z][a-z-]*)");
  private static final Pattern OFFERED = Pattern.compile("(?m)^  ([a-z][a-z-]*) ");

  @Test
  void everyCommandThatADocumentNamesIsThere() throws IOException {
    var offered = names(OFFERED, Run.of("--help").out());
    var named = new TreeSet<String>();
    for (var document : documents()) {
      named.addAll(names(NAMED, Files.readString(document)));
    }

    assertThat(named).contains("demo", "run", "replay");
    assertThat(offered).containsAll(named);
  }

  private static Iterable<Path> documents() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"));
        var top = Files.list(ROOT)) {
      return Stream.concat(docs, top).filter(path -> path.toString().endsWith(".md")).toList();
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
