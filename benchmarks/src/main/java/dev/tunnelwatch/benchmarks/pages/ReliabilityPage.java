package dev.tunnelwatch.benchmarks.pages;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.MarkdownTable;
import dev.tunnelwatch.app.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/** {@code reliability.md}, made of the result files of a directory of pages. */
public final class ReliabilityPage {
  /** Result files. */
  public static final String KILLS = "ingest-kills";

  public static final String STOPS = "ingest-stops";
  public static final String POSITIONS = "ingest-positions";
  public static final String FAULTS = "ingest-faults";
  public static final String INGEST_SPEED = "ingest-speed";
  public static final String STREAMS_FAULTS = "streams-faults";
  public static final String STREAMS_MACHINE = "streams-machine";
  public static final String STREAMS_SOAK = "streams-soak";
  public static final String RECOVERY = "streams-recovery";
  public static final String NOTIFICATIONS = "alerts-kills";

  private static final String HEAD =
      """
      # Reliability

      Ingest claims: every record of a hub stands in `tw.records` (or `tw.rejects`) once for readers of
      committed records, whatever dies, as long as Kafka keeps what it acknowledged and the hub keeps
      what was not read yet; and what a hub dropped before it was read is a gap with its range, never
      silence. Here is what was done to it. A real broker and the ingesting processes are JVMs of their
      own; the hub is the stand-in, in the oracle's JVM. The events' content follows from their partition and number, so
      an oracle that knows nothing of ingest counts what is missing, doubled, out of order or altered:
      once in a reader that looks on all the time, once more in all there is at the end.

      The whole is done by these commands; what was really run stands beneath each table, made from its
      result file in [proof](proof). The build's proofs (`-Pproof`) kill
      at every place once (`KillTest`), repeat the faults that are over soon (`FaultTest`), do each kind
      of fault to correlation once (`StreamsFaultTest`) and kill it once in each way to go on
      (`RecoveryTest`). The heap beneath a table is that of the JVM that measured: ingesting processes had
      256 MiB, correlating ones 384. A run
      that failed says so in bold above its table. Measured are records, what is missing or doubled, ages
      and the numbers within an outcome; its other words say what the code is made to do.

      ```sh
      mvn -q install -DskipTests
      mvn -q -pl benchmarks dependency:build-classpath -Dmdep.outputFile=target/classpath
      run() { java -cp benchmarks/target/classes:$(cat benchmarks/target/classpath) \\
        dev.tunnelwatch.benchmarks."$@"; }
      run ingest.KillProof 6 36 50 2000000 1000 1 docs   # rounds, at random, back to back, records, a second, seed
      run ingest.StopProof 4 60 1 docs                   # stops, seconds of two owners, seed
      run ingest.FaultProof 1 docs                       # seed; fills a disk, too, where it may mount one
      run ingest.PositionProof 5 docs                    # take-overs before and after a day's commits
      run ingest.IngestSpeed 2000 5 10 60 docs           # bodies, rounds, single events, seconds between them
      run pages.ReliabilityPage docs                     # the page alone
      run streams.StreamsFaultProof 12 150000 1 docs machine   # of the disk, the clock; root, strace, libfaketime
      run streams.RecoveryProof 20 1 docs                # kills of each way, seed
      run alerts.NotificationProof 5 20 100 1 docs       # rounds, kills of Alertmanager, seconds of a fault, seed
      run streams.StreamsFaultProof 100 1200000 1 docs   # faults, records nominally, seed
      run streams.StreamsSoak 10000 1500 30 1 docs        # records a second, seconds, ms between commits, seed
      ```

      """;

  private static final String TAIL =
      """

      ## In virtual time

      What takes an hour or a whim of the hub is told in tests with a fake hub and time moved by hand:
      a link that falls silent is rebuilt within the watchdog's minute and one that has been idle for 40
      minutes still reads (`SlotTest`), a hub that answers with less than it said before is asked again
      (`SlotBeginTest`), a jump in the numbers is a gap with its exact range (`SlotTest`), partitions that
      are added while nobody reads are read from their beginning (`SourceBeginTest`), and one that is not
      read for a minute makes the process not ready, with its reason (`ObstacleTest`). With a real
      broker: several namespaces shared by two processes, one writer for each partition of positions, and
      bodies that should be none (`IngestTogetherTest`). A thousand readers that the watchdog rebuilt leave
      no thread and no connection (`RebuildTest`, a proof).

      ## What falls short

      Kills and faults ran on a machine that others kept busy: their ages tell of that, too. Stops and
      speed had it to themselves: there a killed process makes no silence of more than 10 s. Broker
      kills, a silent link, a full disk and stops are repeated by hand alone.

      Earlier runs of correlation's hundred faults, of which no result file is left, broke off. One did
      after its last fault, on a machine with several times the work it could do: the three processes had
      stood in a rebalance of their group for minutes; a group waits for a member that does not come back
      for one minute since then, not for Kafka's five. Another broke off of what is told next.

      A broker that is killed while a transaction is under way or commits may leave it open in its
      partitions. This is found, and ended as Kafka had decided, by the slot's next owner or by correlation
      within 15 s; [RATIONALE.md](RATIONALE.md) says how they know. Where that cannot be known any more
      and one of its partitions has its end nothing that a client may do is right: a slot whose positions
      are behind it stands still, and says which commands end it. That was met once, when the producer of
      a commit without markers had aborted its next transaction before anybody looked; what the
      partitions' own logs tell decides of that since then. Builds make all of it with a real broker whose
      logs are cut while it is dead (`HangingTransactionTest`, and the proofs `HangingStateTest` and
      `TakenAlongTest`).

      ## What is not claimed

      - The hub is the stand-in, not Azure: what it does as Azure does is listed in
        [event-hubs-stand-in.md](event-hubs-stand-in.md).
      - One broker on one machine, without replicas: that a cluster keeps what it acknowledged when
        a machine loses its memory is Kafka's promise, not shown here. Writing to fewer than three replicas
        gives it up.
      - A commit request that the network delays by more than a time-out, until after the next owner's
        initialisation, is left to Kafka's transaction protocol and not provoked here.
      - A topic whose `max.message.bytes` is below the size of a transaction's end marker (some 80
        bytes) keeps transactions open for ever; Kafka allows the setting, nobody can write then.
      - Nothing that stays dead is healed: a process that ends with a message has to be started again
        by whoever runs it.
      """;

  private static final String SPEED =
      """
      Both empty the same hub, bodies of 200 records in the mix of [performance.md](performance.md),
      taking turns in the JVM of the stand-in. The forwarder is what everybody writes first: the same
      client, and a producer that sends each body as it is, at least once. Ingest reads, splits and
      commits each record once. Goal: 0.7 times as fast.

      """;

  /** A slow hub's events, in milliseconds. */
  private static final String SLOW =
      """

      Single events of a hub that is slow were there for readers of committed records after so many
      milliseconds (goal: 1,000):
      """;

  private ReliabilityPage() {}

  /** Argument: the directory of pages. */
  public static void main(String[] args) throws IOException {
    var pages = Path.of(args[0]);
    Files.writeString(pages.resolve("reliability.md"), of(pages));
  }

  /** Of as much as was proven. */
  static String of(Path pages) throws IOException {
    var text = new StringBuilder(HEAD);
    if (Files.exists(Proof.file(pages, KILLS))) {
      text.append("## Killed\n\n").append(kills(Proof.read(pages, KILLS)));
    }
    if (Files.exists(Proof.file(pages, STOPS))) {
      text.append("\n## Stopped, and two at once\n\n");
      text.append(faults(Proof.read(pages, STOPS)));
    }
    if (Files.exists(Proof.file(pages, POSITIONS))) {
      text.append('\n').append(positions(Proof.read(pages, POSITIONS)));
    }
    if (Files.exists(Proof.file(pages, FAULTS))) {
      text.append("\n## Broker, hub and network\n\n");
      text.append(faults(Proof.read(pages, FAULTS)));
    }
    if (Files.exists(Proof.file(pages, INGEST_SPEED))) {
      text.append("\n## Speed\n\n").append(speed(Proof.read(pages, INGEST_SPEED)));
    }
    if (Files.exists(Proof.file(pages, STREAMS_FAULTS))) {
      var proof = Proof.read(pages, STREAMS_FAULTS);
      text.append("\n## Correlation killed and stopped\n\n").append(StreamsFaultTable.of(proof));
      text.append('\n').append(Circumstances.of(proof));
    }
    if (Files.exists(Proof.file(pages, STREAMS_MACHINE))) {
      var proof = Proof.read(pages, STREAMS_MACHINE);
      text.append("\n## Correlation on a machine that fails\n\n");
      text.append(StreamsMachineTable.of(proof)).append('\n').append(Circumstances.of(proof));
    }
    if (Files.exists(Proof.file(pages, STREAMS_SOAK))) {
      var proof = Proof.read(pages, STREAMS_SOAK);
      text.append("\n## Correlation for long\n\n");
      text.append(StreamsSoakTable.of(proof)).append('\n').append(Circumstances.of(proof));
    }
    if (Files.exists(Proof.file(pages, RECOVERY))) {
      text.append("\n## Correlation killed, and how long nothing is told\n\n");
      text.append(StreamsTables.recovery(Proof.read(pages, RECOVERY)));
    }
    if (Files.exists(Proof.file(pages, NOTIFICATIONS))) {
      text.append("\n## Alerts killed\n\n");
      text.append(NotificationTable.of(Proof.read(pages, NOTIFICATIONS)));
    }
    return text.append(TAIL).toString();
  }

  private static String positions(Proof proof) {
    var result = proof.results().getFirst();
    return """
        Whoever takes a slot over reads its positions first. From the start of a process, its JVM aside,
        until an event that waited was committed, it took %s ms; behind a day's worth of commits, %s of
        them, %s ms (goal: at most 1,000 more).

        """
            .formatted(
                millis(result.path("before")),
                "%,d".formatted(proof.counts().get("commits")),
                millis(result.path("after")))
        + Circumstances.of(proof);
  }

  private static String millis(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(joining(", "));
  }

  private static String speed(Proof proof) {
    var table =
        MarkdownTable.of(
            "round", "forwarded whole, records/s", "ingested, records/s", "times as fast");
    var ratios = new ArrayList<Double>();
    var slow = "";
    for (var result : proof.results()) {
      if (result.has("slow")) {
        slow = millis(result.path("slow"));
      } else {
        double plain = result.path("plain").asDouble();
        double ours = result.path("ours").asDouble();
        ratios.add(ours / plain);
        table.row(
            Integer.toString(ratios.size()),
            "%,.0f".formatted(plain),
            "%,.0f".formatted(ours),
            "%.2f".formatted(ours / plain));
      }
    }
    ratios.sort(null);
    table.row("median", "", "", "%.2f".formatted(ratios.get(ratios.size() / 2)));
    return SPEED + table + SLOW + slow + ".\n\n" + Circumstances.of(proof);
  }

  private static String kills(Proof proof) {
    var result = proof.results().getFirst();
    var figures = MarkdownTable.of("figure", "to reach", "reached");
    figures.row("kills (`kill -9`, or as abrupt an end at a place)", "200", count(result, "kills"));
    figures.row("records and rejects", "≥ 2,000,000", count(result, "records"));
    for (var reader : new String[] {"seenWhileKilling", "readAfterwards"}) {
      var who = reader.equals("readAfterwards") ? "read afterwards" : "seen all along";
      for (var what : new String[] {"missing", "doubled", "disordered", "strange"}) {
        figures.row(what + ", " + who, "0", count(result.path(reader), what));
      }
    }
    figures.row("positions behind their hub", "0", count(result.path("ledger"), "behind"));
    figures.row("gaps told, though there was none", "0", count(result.path("ledger"), "gaps"));
    figures.row(
        "oldest record when it was seen, while killing", "", seconds(result, "oldestMillis"));
    figures.row("records again after the last kill", "", seconds(result, "resumedMillis"));
    var places = MarkdownTable.of("died", "times");
    result
        .path("places")
        .properties()
        .forEach(place -> places.row(place.getKey(), place.getValue().asText()));
    places.row("at a place it did not come by in time", count(result, "placesNotReached"));
    places.row("at random", count(result, "atRandom"));
    places.row("back to back", count(result, "backToBack"));
    return Verdict.loud(result) + figures + "\n" + places + "\n" + Circumstances.of(proof);
  }

  private static String faults(Proof proof) {
    var table =
        MarkdownTable.of("what", "outcome", "records", "missing", "doubled", "oldest when seen");
    for (var result : proof.results()) {
      table.row(
          result.path("fault").asText(),
          result.path("outcome").asText(),
          count(result, "records"),
          count(result, "missing"),
          count(result, "doubled"),
          seconds(result, "oldestMillis"));
    }
    return Verdict.loud(proof.results()) + table + "\n" + Circumstances.of(proof);
  }

  private static String count(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%,d", result.path(name).asLong());
  }

  private static String seconds(JsonNode result, String name) {
    return String.format(Locale.ROOT, "%.1f s", result.path(name).asLong() / 1e3);
  }
}
