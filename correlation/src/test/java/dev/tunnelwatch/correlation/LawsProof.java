package dev.tunnelwatch.correlation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Many histories of each scenario, and the file that says so (design 8.8). A thousand take hours: a
 * law of a scenario is written down as soon as it is told, and a later run does not tell it again
 * unless something has changed since of what it hangs on.
 */
final class LawsProof {
  private static final Path FILE = Path.of("../docs/proof/laws.json");

  private final long seed;
  private final int histories;
  private final String commit = Git.head();
  private final List<Line> lines = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  /** What one law of one scenario came to, a line of the file. */
  private record Line(
      String scenario, String law, long prefixes, long differences, long seconds, String commit) {
    private static final Pattern FORM =
        Pattern.compile(
            """
            \\{"scenario":"(\\w+)","law":"([a-z ]+)","prefixes":(\\d+),"differences":(\\d+),\
            "seconds":(\\d+),"commit":"(\\w+)"}""");

    private static Optional<Line> read(String text) {
      var found = FORM.matcher(text);
      return found.find()
          ? Optional.of(
              new Line(
                  found.group(1),
                  found.group(2),
                  Long.parseLong(found.group(3)),
                  Long.parseLong(found.group(4)),
                  Long.parseLong(found.group(5)),
                  found.group(6)))
          : Optional.empty();
    }

    private String written() {
      return """
          {"scenario":"%s","law":"%s","prefixes":%d,"differences":%d,"seconds":%d,"commit":"%s"}"""
          .formatted(scenario, law, prefixes, differences, seconds, commit);
    }

    private boolean isOf(Scenario other, String otherLaw) {
      return scenario.equals(other.name()) && law.equals(otherLaw);
    }
  }

  private interface Law {
    Laws.Outcome outcome(Scenario scenario, long seed, int histories);
  }

  LawsProof(long seed, int histories) {
    this.seed = seed;
    this.histories = histories;
  }

  /** Takes over what the file says of the code as it is. */
  void goOn() {
    if (!Git.holdsStill(commit)) {
      throw new IllegalStateException("correlation and model: expected as committed, got changes");
    }
    var file = read();
    if (file.contains(terms())) {
      file.lines()
          .flatMap(line -> Line.read(line).stream())
          .filter(line -> line.differences() == 0 && Git.holdsStill(line.commit()))
          .forEach(lines::add);
    }
  }

  void tell(Scenario scenario) {
    tell(scenario, "any order", Laws::inAnyOrder);
    tell(scenario, "cuts", Laws::withCuts);
  }

  private void tell(Scenario scenario, String name, Law law) {
    if (lines.stream().anyMatch(line -> line.isOf(scenario, name))) {
      return;
    }
    long start = System.nanoTime();
    var outcome = law.outcome(scenario, seed, histories);
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    int differ = outcome.differences().size();
    lines.add(new Line(scenario.name(), name, outcome.compared(), differ, seconds, commit));
    differences.addAll(outcome.differences());
  }

  /** The first difference of each history in which there is one. */
  List<String> differences() {
    return differences;
  }

  /** What was told so far, so that a run that is ended keeps what it has shown. */
  void write() {
    var json =
        """
        {
          "command": "mvn verify -pl correlation -am -Pproof -Dordinary.skip -Dlaws.histories=%d",
          "date": "%s",
          %s,
          "machine": "%s",
          "counts": {"histories":%d,"prefixes":%d},
          "differences": %d,
          "seconds": %d,
          "results": [
        %s
          ]
        }
        """
            .formatted(
                histories,
                LocalDate.now(ZoneOffset.UTC),
                terms(),
                machine(),
                (long) histories * lines.size(),
                sum(Line::prefixes),
                sum(Line::differences),
                sum(Line::seconds),
                lines.stream()
                    .map(line -> "    " + line.written())
                    .collect(Collectors.joining(",\n")));
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long sum(ToLongFunction<Line> of) {
    return lines.stream().mapToLong(of).sum();
  }

  /** Of which histories the file speaks. */
  private String terms() {
    return """
        "seed": %d, "historiesPerScenarioAndLaw": %d"""
        .formatted(seed, histories);
  }

  private static String read() {
    try {
      return Files.exists(FILE) ? Files.readString(FILE) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String machine() {
    return "%d processors, %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            Runtime.version());
  }

  /** What stands in the working directory, as far as laws hang on it. */
  private static final class Git {
    private static String head() {
      return run("rev-parse", "HEAD").said();
    }

    /** Whether engine, oracle, histories and what they are made of are as they were at a commit. */
    private static boolean holdsStill(String commit) {
      return run("diff", "--quiet", commit, "--", "src", "../model/src").code() == 0;
    }

    private record Answer(int code, String said) {}

    private static Answer run(String... arguments) {
      try {
        var command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        var git = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Answer(git.waitFor(), said);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while git ran", e);
      }
    }
  }
}
