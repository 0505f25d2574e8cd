package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** {@code performance.md}, made of the result files of a directory of pages. */
public final class PerformancePage {

  public static final String SPEED = "replay-speed";
  public static final String LOUDNESS = "replay-loudness";
  public static final String MEMORY = "replay-memory";
  public static final String READING = "reading-speed";
  public static final String HOSTILE = "reading-hostile";
  public static final String STREAMS_SPEED = "streams-speed";
  public static final String STREAMS_GROWTH = "streams-growth";
  public static final String STREAMS_DAY = "streams-day";
  public static final String PEERS = "peers";
  public static final String LATENCY = "streams-latency";
  public static final String ALERTS = "alerts-speed";

  private static final String HEAD =
      """
      # Performance

      How fast and how large `replay` is, beside one thread that makes a tree of every body with
      `ObjectMapper.readTree` and drops it. Both take turns over the same files in the same JVM, after
      three rounds that are not counted. *Wall* is by the clock, *processor* the time of all processors
      together: where others used the machine, too, only the latter says what the work costs. The mix:
      90 % IKE lines, nearly all routine, 5 % tunnel, route, gateway and point-to-site lines, 5 % records
      of other services, of 200 gateways with 4 tunnels in a day.

      Each table carries the commit that it was made of. Figures of different commits are of different
      days, on a machine whose speed varied twofold. So only ratios within one table count. The heap beneath a table is that of the
      JVM that measured; correlation, its floor and alerts ran in processes of 1 GiB, `tunnelwatch run`
      in one of 2 GiB.

      Made by these commands from their result files in [proof](proof):

      ```sh
      mvn -q install -DskipTests
      mvn -q -pl benchmarks dependency:build-classpath -Dmdep.outputFile=target/classpath
      run() { java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) \\
        -XX:+UseParallelGC -XX:+UseCompactObjectHeaders dev.tunnelwatch.benchmarks."$@"; }
      run replay.ReplaySpeed 2000000 5 docs
      run replay.ReplayMemory 2000000 docs             # records a day
      run replay.ReadingSpeed docs
      run pages.PerformancePage docs   # the page alone
      # correlation as a service
      run streams.StreamsSpeed 1500000 3 docs mix     # records, rounds
      run streams.StreamsSpeed 1200000 3 docs growth  # likewise
      run streams.StreamsLatency 3000 120 120 docs    # records a second, seconds to warm up, counted
      run streams.StreamsDay 2000000 5 docs           # records, restarts of each kind
      run alerts.AlertsSpeed 100 60 10000 120 docs    # incidents a second, seconds, open, seconds watched
      run peers.PeersSpeed 500000 5 docs              # -Ppeers in both lines of mvn; sec installed
      ```

      """;

  private static final String SHORT =
      """

      ## What falls short

      Shares by a profiler or `top`, what else kept the machine busy, and figures of a commit that no
      table has were noted by hand; they stand in no result file here.

      A replay is to be at least as fast as `readTree` on one thread, by the clock on two processors,
      and reading to be 1.5 times as fast on one: neither is reached. A routine line alone is read
      faster than a tree is made of it; what is news, one line in eleven, takes several times as long,
      for patterns and words are looked for in its text. Of a replay's processor time (a sampling
      profiler, `5f1d0db`) a sixth each goes into comparing routine messages with templates and into
      news, an eighth each into the shapes of records and into adding evidence, a ninth each into
      compiling and reading files, a twelfth into collecting garbage; a twentieth concludes.

      Memory is to grow with gateways and open incidents, not with the log. It grows with both: what is
      left of routine lines with tunnels and hours, news with their number, so that four days take three
      times as much as one. Files may come in any order, and nothing is let go of before all are read.

      Correlation as a service reaches a fifth of its floor with nine routine lines in ten, and less
      with fewer, not 0.9: the floor keeps no state and tells nobody anything. In a run of this length
      a fifth of the two processors still compiles (`top`, `8c68ba7`). With 10,000 gateways it is half
      as fast as with 100, not within a fifth; at `427419b` it was two thirds as fast. All records of these runs came to the hub at one
      time, so that half of them are late; later ones will come as they would. Of what a process then does (a sampling profiler at
      10,000 gateways, `f8c33c2`) a fifth goes into noting signs of life, an eighth into letting go of what
      is older than the horizon, a seventh into reading, a tenth into concluding, a quarter into Kafka
      alone. Others kept the machine busy at the lowest priority while a day of them was measured. Asked are
      400 ms for half of what is told, and a second for 99 of 100, at 20,000 records/s; reached are
      310 ms and 0.83 s, at 3,000 records/s, with hub, broker and publisher on the same two processors.

      Evidence in memory may take a third of the heap, and that was 1 GiB. The mixes with fewer routine lines
      have more than that, and what does not fit is looked up and read from disk: before there was a
      bound they reached 0.10 and 0.08 (`427419b`, on a machine twice as fast).

      Beside others we are slower where they are measured at what they can do, a fifth of Flink CEP and
      a third of SEC, not three and thirty times as fast. In a file of nothing but flaps one record in
      four makes an incident of ours: two fifths of the time writes those (paths, evidence, what it is
      not, words), a seventh puts sites together, an eighth reads (a sampling profiler, `f8c33c2`). Of
      the mix, where nine records in ten are routine, `replay` reads many times as many a second.
      """;

  private record Section(String title, Function<Proof, String> table) {}

  private static final Map<String, Section> MEASURED = new LinkedHashMap<>();

  static {
    MEASURED.put(
        STREAMS_SPEED, new Section("\n## Correlation beside its floor\n\n", StreamsTables::speed));
    MEASURED.put(
        STREAMS_GROWTH,
        new Section("\n## Correlation of more gateways\n\n", StreamsTables::growth));
    MEASURED.put(
        STREAMS_DAY, new Section("\n## A day of 10,000 gateways\n\n", StreamsDayTable::of));
    MEASURED.put(LATENCY, new Section("\n## Until it is told\n\n", StreamsTables::latency));
    MEASURED.put(ALERTS, new Section("\n## Until it is received\n\n", AlertsTable::of));
    MEASURED.put(PEERS, new Section("\n## Others beside us\n\n", StreamsTables::peers));
  }

  private PerformancePage() {}

  /** Argument: the directory of pages. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]));
  }

  /** Anew, from the result files there. */
  public static void write(Path pages) throws IOException {
    Files.writeString(pages.resolve("performance.md"), of(pages));
  }

  /** Of as much as has been measured. */
  static String of(Path pages) throws IOException {
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
    if (Files.exists(Proof.file(pages, READING))) {
      text.append("\n## Reading records\n\n").append(reading(Proof.read(pages, READING)));
    }
    if (Files.exists(Proof.file(pages, HOSTILE))) {
      text.append("\n## A hostile message of a megabyte\n\n")
          .append(hostile(Proof.read(pages, HOSTILE)));
    }
    for (var each : MEASURED.entrySet()) {
      if (Files.exists(Proof.file(pages, each.getKey()))) {
        text.append(each.getValue().title());
        text.append(each.getValue().table().apply(Proof.read(pages, each.getKey())));
      }
    }
    return text.append(SHORT).toString();
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
    return table + "\n" + Circumstances.of(proof);
  }

  private static String memory(Proof proof) {
    var table =
        MarkdownTable.of(
            "days", "records", "gateways", "tunnels", "heap", "most left by a collection", "ended");
    for (var result : proof.results()) {
      table.row(
          result.path("days").asText(),
          count(result.path("records").asLong()),
          count(result.path("gateways").asLong()),
          count(result.path("tunnels").asLong()),
          result.path("heapMiB").asLong() + " MiB",
          result.path("mostMiBAfterACollection").asLong() + " MiB",
          result.path("exitCode").asInt() == 0 ? "well" : "in an error");
    }
    return table + "\n" + Circumstances.of(proof);
  }

  private static String reading(Proof proof) {
    var table =
        MarkdownTable.of(
            "mix", "readTree", "tokens", "records", "times as fast as readTree", "allocated");
    var mixes = proof.results().stream().map(each -> each.path("mix").asText()).distinct().toList();
    for (var mix : mixes) {
      double tree = reading(proof, mix, "readTree").path("nanosPerRecord").asDouble();
      var ours = reading(proof, mix, "records");
      table.row(
          mix.toLowerCase(Locale.ROOT).replace('_', ' '),
          nanos(tree),
          nanos(reading(proof, mix, "tokens").path("nanosPerRecord").asDouble()),
          nanos(ours.path("nanosPerRecord").asDouble()),
          "%.2f".formatted(tree / ours.path("nanosPerRecord").asDouble()),
          "%,.0f bytes a record".formatted(ours.path("bytesPerRecord").asDouble()));
    }
    return "On one thread, by JMH: a tree, every token, and ours from bytes to event or sign of life.\n\n"
        + table
        + "\n"
        + Circumstances.of(proof);
  }

  private static JsonNode reading(Proof proof, String mix, String contender) {
    return proof.results().stream()
        .filter(result -> result.path("mix").asText().equals(mix))
        .filter(result -> result.path("contender").asText().equals(contender))
        .findFirst()
        .orElseThrow();
  }

  private static String nanos(double nanos) {
    return "%.0f ns".formatted(nanos);
  }

  private static String hostile(Proof proof) {
    var table = MarkdownTable.of("category", "full of", "processor", "allocated");
    for (var result : proof.results()) {
      table.row(
          result.path("category").asText(),
          "`" + result.path("part").asText() + "`",
          "%.1f ms".formatted(result.path("millis").asDouble()),
          "%.1f × its size".formatted(result.path("timesItsSize").asDouble()));
    }
    return table + "\n" + Circumstances.of(proof);
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
