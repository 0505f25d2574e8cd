package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Ingesting processes are killed while a hub is filled: an oracle that knows what every event of
 * the hub holds counts what a concurrent reader of committed records misses or meets twice, and
 * counts again when all is over.
 */
public final class KillProof {
  static final String NAME = ReliabilityPage.KILLS;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration RESUMED = Duration.ofMinutes(2);
  private static final int MOST_IN_A_BODY = 40;

  private KillProof() {}

  /**
   * How much of it.
   *
   * @param rounds how often each place is visited
   * @param records at least, records and rejects together
   * @param perSecond how fast the hub is filled while killing goes on
   */
  public record Plan(
      int rounds, int atRandom, int backToBack, long records, long perSecond, long seed) {

    /** What a build can afford: every place once. */
    static Plan small(long seed) {
      return new Plan(1, 2, 4, 30_000, 500, seed);
    }
  }

  /**
   * Arguments: rounds, kills at random, kills back to back, records, records a second, seed, pages.
   */
  public static void main(String[] args) throws Exception {
    var plan =
        new Plan(
            Integer.parseInt(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Long.parseLong(args[3]),
            Long.parseLong(args[4]),
            Long.parseLong(args[5]));
    var pages = Path.of(args[6]);
    var outcome = run(plan, "KillProof " + String.join(" ", args), pages);
    System.out.println(outcome);
    Runtime.getRuntime().exit(clean(outcome) ? 0 : 1);
  }

  static boolean clean(JsonNode outcome) {
    return outcome.path("clean").asBoolean();
  }

  /** Writes the result file below a directory of pages, and gives its one result. */
  static JsonNode run(Plan plan, String command, Path pages) throws Exception {
    var written = Written.begin(command);
    var outcome = kill(plan);
    written.write(
        NAME,
        String.valueOf(plan.seed()),
        Map.of(
            "kills", outcome.path("kills").asLong(), "records", outcome.path("records").asLong()),
        List.of(outcome),
        pages);
    return outcome;
  }

  /** On a stage of its own, whose data are kept where something went wrong. */
  static JsonNode kill(Plan plan) throws Exception {
    var directory = Files.createTempDirectory("kill-proof");
    ObjectNode outcome;
    try (var stage = Stage.set(directory)) {
      outcome = kill(stage, plan);
    }
    Written.delete(directory, clean(outcome));
    return outcome;
  }

  private static ObjectNode kill(Stage stage, Plan plan) throws Exception {
    var content = new Content(plan.seed(), MOST_IN_A_BODY);
    var oracle = new Oracle(content, stage.hub().partitionCount());
    try (var onlooker = Onlooker.start(stage.servers(), oracle::met, Oracle.WRITTEN);
        var publisher = Publisher.start(stage.hub(), content, oracle::arrived, plan.perSecond())) {
      var kills = new Kills(stage, plan.seed());
      kills.awaitAll();
      oracle.takeOldestMillis();
      work(plan, kills, oracle);
      onlooker.check();
      long oldest = oracle.takeOldestMillis();
      long resumed = resume(plan, kills, publisher, oracle);
      var live = oracle.account(publisher.events());
      var after = new Oracle(content, stage.hub().partitionCount());
      after.readAgain(stage.servers());
      return outcome(
          kills.tally(),
          publisher.records(),
          new Found(live, after.account(publisher.events()), Ledger.of(stage, publisher)),
          oldest,
          resumed);
    }
  }

  private record Found(Oracle.Account live, Oracle.Account after, Ledger ledger) {
    boolean clean() {
      return live.clean() && after.clean() && ledger.clean();
    }
  }

  /** Places in turn, with a kill at random after some of them; then all the others. */
  private static void work(Plan plan, Kills kills, Oracle oracle) throws Exception {
    int places = plan.rounds() * Place.all().size();
    int random = 0;
    for (int i = 0; i < places; i++) {
      kills.at(Place.all().get(i % Place.all().size()));
      while (random < plan.atRandom() && random * places < (i + 1) * plan.atRandom()) {
        kills.atRandom();
        random++;
      }
      say(kills, oracle);
    }
    for (; random < plan.atRandom(); random++) {
      kills.atRandom();
    }
    kills.backToBack(plan.backToBack());
    say(kills, oracle);
  }

  private static void say(Kills kills, Oracle oracle) {
    System.out.printf(
        "%s %d kills, %d records seen%n", Instant.now(), kills.tally().kills(), oracle.arrived());
  }

  /** The last dead are back: the rest of the records is published, and all must arrive. */
  private static long resume(Plan plan, Kills kills, Publisher publisher, Oracle oracle)
      throws Exception {
    long began = System.nanoTime();
    long seen = oracle.arrived();
    kills.awaitAll();
    publisher.pace(20_000);
    long deadline = began + RESUMED.toNanos();
    long resumed = 0;
    while (resumed == 0 || publisher.records() < plan.records()) {
      if (oracle.arrived() > seen) {
        deadline = System.nanoTime() + RESUMED.toNanos();
        resumed = resumed == 0 ? System.nanoTime() - began : resumed;
        seen = oracle.arrived();
      }
      if (System.nanoTime() > deadline) {
        break; // nothing comes any more; the account says what is missing
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    publisher.close();
    while (oracle.arrived() < publisher.records() && System.nanoTime() < deadline) {
      if (oracle.arrived() > seen) {
        deadline = System.nanoTime() + RESUMED.toNanos();
        seen = oracle.arrived();
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    TimeUnit.MILLISECONDS.sleep(1_000); // what is doubled may come late
    return TimeUnit.NANOSECONDS.toMillis(resumed);
  }

  private static ObjectNode outcome(
      Kills.Tally tally, long records, Found found, long oldest, long resumed) {
    var json = JSON.createObjectNode();
    json.put("clean", found.clean());
    json.put("kills", tally.kills());
    json.put("records", records);
    json.set("seenWhileKilling", JSON.valueToTree(found.live()));
    json.set("readAfterwards", JSON.valueToTree(found.after()));
    json.set("ledger", JSON.valueToTree(found.ledger()));
    json.put("oldestMillis", oldest);
    json.put("resumedMillis", resumed);
    json.put("atRandom", tally.atRandom());
    json.put("backToBack", tally.backToBack());
    json.put("placesNotReached", tally.notReached());
    var places = json.putObject("places");
    for (var place : Place.all()) {
      places.put(
          place.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          tally.halted().getOrDefault(place, 0));
    }
    return json;
  }
}
