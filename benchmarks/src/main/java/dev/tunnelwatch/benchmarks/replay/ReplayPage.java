package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** {@code performance.md}, made of the result files of a directory of pages. */
public final class ReplayPage {

  static final String SPEED = "replay-speed";
  static final String LOUDNESS = "replay-loudness";
  static final String MEMORY = "replay-memory";

  private static final String HEAD =
      """
      # Performance

      How fast and how large `replay` is, beside one thread that makes a tree of every body with
      `ObjectMapper.readTree` and drops it. Both take turns over the same files in the same JVM, after a
      round that is not counted. *Wall* is by the clock, *processor* the time of all processors together:
      where others used the machine, too, only the latter says what the work costs. The mix: 90 % IKE
      lines, nearly all routine, 5 % tunnel, route, gateway and point-to-site lines, 5 % records of other
      services, of 200 gateways with 4 tunnels in a day.

      Made by these commands from their result files in [proof](proof):

      ```sh
      mvn -q install -DskipTests
      mvn -q -pl benchmarks dependency:build-classpath -Dmdep.outputFile=target/classpath
      run() { java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) \\
        dev.tunnelwatch.benchmarks.replay."$@"; }
      run ReplaySpeed 2000000 3 docs
      run ReplayMemory 2000000 docs
      run ReplayPage docs   # the page alone
      ```

      """;

  private static final String SHORT =
      """

      ## What falls short

      A replay is to be at least as fast as `readTree` on one thread: by the clock on two processors, and
      it is not yet. What its processor time goes into: about two fifths find the fields of routine lines
      and the words in their messages, a fifth makes evidence of the one line in eleven that is news, a
      sixth adds to the evidence, a tenth concludes, the rest reads files. In a first replay of
      half a million records two fifths of the processor time go into compiling. Of memory, what is left of
      routine lines grows with tunnels and hours, news with their number.
      """;

  private ReplayPage() {}

  /** Argument: the directory of pages. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  /** Of as many of the three as have been measured. */
  static void write(Path pages) throws IOException {
    var text = new StringBuilder(HEAD);
    if (Files.exists(Proof.file(pages, SPEED))) {
      var proof = Proof.read(pages, SPEED);
      text.append("## Speed\n\n").append(rounds(proof, "readTree", "replay", "times as fast"));
    }
    if (Files.exists(Proof.file(pages, LOUDNESS))) {
      var proof = Proof.read(pages, LOUDNESS);
      text.append("\n## A loud gateway\n\n")
          .append("One gateway with 100,000 lines an hour beside 400 that share as many lines.\n\n")
          .append(rounds(proof, "loud", "quiet", "times as dear"));
    }
    if (Files.exists(Proof.file(pages, MEMORY))) {
      text.append("\n## Memory\n\n").append(memory(Proof.read(pages, MEMORY)));
    }
    text.append(SHORT);
    Files.writeString(pages.resolve("performance.md"), text.toString());
  }

  private static String rounds(Proof proof, String one, String other, String ratio) {
    var table =
        MarkdownTable.of(
            "round",
            one + ", wall",
            other + ", wall",
            ratio,
            one + ", processor",
            other + ", processor",
            ratio);
    int round = 0;
    for (var result : proof.results()) {
      round++;
      table.row(
          String.valueOf(round),
          seconds(result, one, "seconds"),
          seconds(result, other, "seconds"),
          ratio(result, one, other, "seconds"),
          seconds(result, one, "processorSeconds"),
          seconds(result, other, "processorSeconds"),
          ratio(result, one, other, "processorSeconds"));
    }
    return table + "\n" + circumstances(proof);
  }

  private static String memory(Proof proof) {
    var result = proof.results().getFirst();
    return MarkdownTable.of("gateways", "tunnels", "heap", "most left by a collection", "ended")
            .row(
                count(result.path("gateways").asLong()),
                count(result.path("tunnels").asLong()),
                result.path("heapMiB").asLong() + " MiB",
                result.path("mostMiBAfterACollection").asLong() + " MiB",
                result.path("exitCode").asInt() == 0 ? "well" : "in an error")
        + "\n"
        + circumstances(proof);
  }

  private static String circumstances(Proof proof) {
    return "%s records, seed %s; `%s`, commit `%.12s`, on %s.%n"
        .formatted(
            count(proof.counts().getOrDefault("records", 0L)),
            proof.seed(),
            proof.made().command(),
            proof.made().commit(),
            proof.made().machine());
  }

  private static String seconds(JsonNode result, String of, String clock) {
    return "%.2f s".formatted(result.path(of).path(clock).asDouble());
  }

  private static String ratio(JsonNode result, String one, String other, String clock) {
    double first = result.path(one).path(clock).asDouble();
    return "%.2f".formatted(first / result.path(other).path(clock).asDouble());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
