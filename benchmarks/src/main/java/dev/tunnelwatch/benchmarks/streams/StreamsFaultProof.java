package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.simulator.fleet.Emission;
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Correlating processes and their broker are killed and stopped while a fleet tells of its faults.
 * In the end the incidents must be those that the naive oracle finds in the same records at its
 * leisure, every revision told once, and a loss that happens then must get through.
 */
public final class StreamsFaultProof {
  static final String NAME = ReliabilityPage.STREAMS_FAULTS;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /** At the end nobody has to be spared. */
  private static final double ALL_AT_ONCE = 3_000;

  private StreamsFaultProof() {}

  /**
   * Arguments: faults, records, seed, pages, and whose faults: {@code all} (if nothing is said),
   * {@code processes}, or those of the {@code machine}.
   */
  public static void main(String[] args) throws Exception {
    var whose = args.length > 4 ? args[4] : "all";
    var of =
        switch (whose) {
          case "all" -> Faults.Kind.MIX;
          case "processes" -> Faults.Kind.OF_PROCESSES;
          case "machine" -> Faults.Kind.OF_THE_MACHINE;
          default -> throw new IllegalArgumentException("no faults are called " + whose);
        };
    var plan =
        FaultPlan.mixed(
            Integer.parseInt(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]), of);
    var written = Written.begin("StreamsFaultProof " + String.join(" ", args));
    var outcome = Verdict.of(() -> suffer(plan));
    System.out.println(outcome);
    written.write(
        whose.equals("machine") ? ReliabilityPage.STREAMS_MACHINE : NAME,
        Long.toString(plan.seed()),
        Map.of("faults", (long) plan.kinds().size(), "records", outcome.path("records").asLong()),
        List.of(outcome),
        Path.of(args[3]));
    Runtime.getRuntime().exit(Verdict.clean(outcome) ? 0 : 1);
  }

  /** With a broker of its own, whose data are kept where something went wrong. */
  static JsonNode suffer(FaultPlan plan) throws Exception {
    var directory = Files.createTempDirectory("streams-proof");
    ObjectNode outcome;
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      outcome = suffer(plan, broker, directory);
    }
    Written.delete(directory, Verdict.clean(outcome));
    return outcome;
  }

  private static ObjectNode suffer(FaultPlan plan, Broker broker, Path directory) throws Exception {
    var fleet = Fleets.of(plan.records(), plan.seed(), Instant.now());
    var inventory = Fleets.inventory(fleet, directory.resolve("inventory"));
    InventoryPublisher.publish(broker.kafka(), Topics.DEFAULT, inventory);
    var found = new Found();
    try (var onlooker =
            Onlooker.start(broker.servers(), (record, _) -> found.met(record), Found.WRITTEN);
        var faults = Faults.start(broker, directory, plan);
        var told = start(fleet, broker, faults, plan)) {
      happen(plan, faults, told, found);
      tellTheRest(told);
      var expected = new Expected(inventory.inventory());
      read(broker.servers(), expected);
      var end = Fleets.end(fleet);
      System.out.printf("%s told, %d records%n", Instant.now(), told.records());
      var settled = settle(told, expected, found, end);
      System.out.printf("%s settled, %d revisions%n", Instant.now(), found.revisions());
      var before = expected.ofFleet(end).keySet();
      long began = System.nanoTime();
      for (var loss : lossesAgain(fleet, end)) {
        expected.take(Told.bytes(loss), told.tell(loss));
      }
      var later = end.plus(Duration.ofMinutes(10));
      var fresh = new TreeSet<>(expected.ofFleet(later).keySet());
      fresh.removeAll(before);
      awaitAll(fresh, told, found, later);
      long gotThrough = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      var alive = settle(told, expected, found, later);
      var json = JSON.createObjectNode();
      boolean lives = !fresh.isEmpty() && alive.clean();
      onlooker.check();
      boolean whole = account(json, broker, expected, found, told);
      json.set("settled", JSON.valueToTree(settled));
      json.set("alive", JSON.valueToTree(alive));
      json.put("newIncidents", fresh.size());
      json.put("gotThroughMillis", lives ? gotThrough : -1);
      suffered(json, faults);
      return verdict(faults.trials())
          .require(settled.clean(), "incidents were not as they had to be in the end")
          .require(lives, "a loss after all that did not get through")
          .require(whole, "revisions or events were missing, doubled or strange")
          .into(json);
    }
  }

  /** One after the other, with records to work at during each. */
  private static void happen(FaultPlan plan, Faults faults, Told told, Found found)
      throws Exception {
    for (int i = 0; i < plan.kinds().size(); i++) {
      told.upTo(plan.toldWith(i));
      faults.happen(plan.kinds().get(i));
      System.out.printf(
          "%s %s, %d records, %d revisions%n",
          Instant.now(), faults.done(), told.records(), found.revisions());
    }
    faults.awaitAll();
  }

  private static void tellTheRest(Told told) throws InterruptedException {
    told.upTo(Long.MAX_VALUE);
    told.pace(ALL_AT_ONCE);
    while (!told.done()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void suffered(ObjectNode json, Faults faults) {
    faults.done().forEach((kind, times) -> json.put(kind.name().toLowerCase(Locale.ROOT), times));
    json.set("trials", JSON.valueToTree(faults.trials()));
    json.put("endedThemselves", faults.endedThemselves());
    json.put("longestMillis", faults.longestMillis());
  }

  static Verdict verdict(List<Trial> trials) {
    return new Verdict()
        .addAll(trials.stream().flatMap(trial -> trial.failure().stream()).toList());
  }

  private static Told start(Fleet fleet, Broker broker, Faults faults, FaultPlan plan)
      throws InterruptedException {
    faults.awaitAll();
    return Told.start(fleet, broker.kafka(), plan.perSecond());
  }

  /** Until each of those incidents was told, whatever it says, or none will be any more. */
  private static void awaitAll(Set<String> ids, Told told, Found found, Instant asOf)
      throws InterruptedException {
    long deadline = System.nanoTime() + SETTLED.toNanos();
    for (long moved = 0;
        !found.incidents().keySet().containsAll(ids) && System.nanoTime() < deadline;
        moved++) {
      told.readUpTo(asOf.plusMillis(moved)); // a source that does not move would be left behind
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Until all is as expected, or nothing will make it so. */
  static Account settle(Told told, Expected expected, Found found, Instant asOf)
      throws InterruptedException {
    long deadline = System.nanoTime() + SETTLED.toNanos();
    for (long moved = 0; ; moved++) {
      told.readUpTo(asOf.plusMillis(moved)); // a source that does not move would be left behind
      var account = Account.of(expected, found, asOf);
      boolean whole = found.missingEvents(expected.events()) == 0;
      if ((account.clean() && whole) || System.nanoTime() > deadline) {
        return account;
      }
      TimeUnit.SECONDS.sleep(2);
    }
  }

  /** Of the tunnels that were lost last, once more. */
  private static List<Emission> lossesAgain(Fleet fleet, Instant end) {
    var losses = new TreeMap<String, Emission>();
    for (var stretch : fleet.stretches(fleet.scenario().traffic().delivery())) {
      for (var emission : stretch) {
        if (emission.record().operationName().equals("TunnelDisconnected")) {
          losses.put(emission.record().gateway().resourceId(), emission);
        }
      }
    }
    var at = end.plusSeconds(60);
    var again = new ArrayList<Emission>();
    for (var loss : losses.values()) {
      var line = loss.record();
      var json = line.json().replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"" + at + '"');
      var record =
          new LogRecord(
              at, line.gateway(), line.category(), line.operationName(), line.text(), json);
      again.add(new Emission(at, at.plusSeconds(30), 0, record));
    }
    return again;
  }

  static void read(String servers, Expected expected) {
    try (var consumer = Reading.committed(servers, Topics.DEFAULT.records())) {
      Reading.all(consumer, record -> expected.take(record.value(), origin(record)));
    }
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    var texts = new HashMap<String, String>();
    record
        .headers()
        .forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return new Origin(
        "%s/%s/%s#%s"
            .formatted(
                texts.get(Headers.SOURCE),
                texts.get(Headers.PARTITION),
                texts.get(Headers.SEQUENCE),
                texts.get(Headers.INDEX)),
        Optional.ofNullable(texts.get(Headers.ENQUEUED_AT)).map(Instant::parse));
  }

  /** Revisions and events, as they were seen all along and once more from the beginning. */
  private static boolean account(
      ObjectNode json, Broker broker, Expected expected, Found seen, Told told) {
    var again = new Found();
    try (var consumer = Reading.committed(broker.servers(), Found.WRITTEN)) {
      Reading.all(consumer, again::met);
    }
    boolean clean = told.records() == expected.records();
    json.put("records", told.records());
    json.put("recordsInTheTopic", expected.records());
    for (var found : List.of(seen, again)) {
      var one = json.putObject(found.equals(again) ? "readAfterwards" : "seenAllAlong");
      one.put("revisions", found.revisions());
      one.set("disordered", JSON.valueToTree(found.disordered()));
      one.put("events", expected.events().size());
      one.put("eventsMissing", found.missingEvents(expected.events()));
      one.put("eventsDoubled", found.doubledEvents());
      one.put("eventsStrange", found.strangeEvents(expected.events()));
      clean &=
          found.disordered().isEmpty()
              && found.missingEvents(expected.events()) == 0
              && found.strangeEvents(expected.events()) == 0
              && found.doubledEvents() == 0;
    }
    return clean;
  }
}
