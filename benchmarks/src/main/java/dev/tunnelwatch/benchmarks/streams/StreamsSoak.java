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
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.simulator.fleet.Fleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * One correlating process works for long, and what it holds of memory, threads and descriptors is
 * looked at all the time. Kafka keeps little of what it was told, or its disk would be what is
 * soaked.
 */
public final class StreamsSoak {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_SECONDS = 10;
  private static final int LOOKS_A_COLLECTION = 3;

  /** Of the half of that, nine minutes, a megabyte that comes by chance makes 10 an hour. */
  private static final double SHORTEST_SECONDS = 1_100;

  /** Beyond that, what is held is what waits. */
  private static final long OLDEST_MILLIS = 60_000;

  /** All of the heap is there from the beginning, so that what is gained is something else. */
  private static final Map<String, String> WHOLE_HEAP =
      Map.of("JDK_JAVA_OPTIONS", "-Xms384m -XX:+AlwaysPreTouch");

  /** Of what a fleet should say a part is lost, or of other services. */
  private static final double MORE = 1.3;

  private static final String KEPT_BYTES = Integer.toString(8 << 20);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** As many as it uses up in some minutes, with two to fifteen commits a second. */
  private static final int EPOCHS_LEFT = 3_000;

  private StreamsSoak() {}

  /** Arguments: records a second, seconds, milliseconds between commits, seed, pages. */
  public static void main(String[] args) throws Exception {
    double perSecond = Double.parseDouble(args[0]);
    long seconds = Long.parseLong(args[1]);
    int commitMillis = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    var written = Written.begin("StreamsSoak " + String.join(" ", args));
    var found = Verdict.of(() -> soak(perSecond, seconds, commitMillis, seed));
    System.out.println(found);
    var counts = Map.of("records", found.path("records").asLong());
    written.write(ReliabilityPage.STREAMS_SOAK, args[3], counts, List.of(found), Path.of(args[4]));
    Runtime.getRuntime().exit(Verdict.clean(found) ? 0 : 1);
  }

  private static JsonNode soak(double perSecond, long seconds, int commitMillis, long seed)
      throws Exception {
    var directory = Files.createTempDirectory("streams-soak");
    JsonNode found;
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      keepLittle(broker.kafka());
      var process =
          new Correlating(broker.servers(), directory, "process-0", 0).withCommits(commitMillis);
      var fleet = Fleets.ofDays((long) (MORE * perSecond * seconds), seed, Instant.now());
      var inventory = Fleets.inventory(fleet, directory.resolve("inventory"));
      InventoryPublisher.publish(broker.kafka(), Topics.DEFAULT, inventory);
      try (var before = process.start()) {
        await(before); // so that its transactional ids are known
      }
      Epochs.useUp(broker.kafka(), EPOCHS_LEFT);
      found = soak(broker, process, fleet, perSecond, seconds);
    }
    Written.delete(directory, Verdict.clean(found));
    return found;
  }

  private static JsonNode soak(
      Broker broker, Correlating where, Fleet fleet, double perSecond, long seconds)
      throws Exception {
    var events = new AtomicLong();
    var ids = new ProducerIds();
    var wear = new Wear();
    long oldest = 0;
    int unready = 0;
    boolean wasReady = true;
    try (var process = where.start(WHOLE_HEAP, _ -> {});
        var admin = Admin.create(broker.kafka());
        var onlooker =
            Onlooker.start(
                broker.servers(), (_, _) -> events.incrementAndGet(), Topics.DEFAULT.events());
        var pulse = Pulse.start(broker)) {
      await(process);
      var inspection = new Inspection(process.pid(), where.state());
      long began = System.nanoTime();
      try (var told = Told.start(fleet, broker.kafka(), perSecond)) {
        for (int looks = 1; since(began) < seconds && !told.done(); looks++) {
          TimeUnit.SECONDS.sleep(LOOK_SECONDS);
          onlooker.check();
          boolean isReady = process.ready(); // not for seconds where it lost its partitions
          unready += isReady ? 0 : 1;
          if (!isReady && !wasReady) {
            throw new IllegalStateException("it does not work any more: " + where.log());
          }
          wasReady = isReady;
          inspection.look(wear, since(began));
          if (looks % LOOKS_A_COLLECTION == 0) {
            inspection.lookAtHeap(wear, since(began));
          }
          ids.look(admin);
          oldest = Math.max(oldest, pulse.takeOldestMillis());
          System.out.printf(
              "%.0f s, %d records, oldest event %.1f s, %s, epoch %d%n",
              since(began), told.records(), oldest / 1e3, gained(wear), ids.highestEpoch());
        }
        var json = JSON.createObjectNode().put("records", told.records());
        json.put("soakedSeconds", since(began)).put("events", events.get());
        json.put("epochsLeft", EPOCHS_LEFT).put("unreadyLooks", unready);
        json.put("commitMillis", where.commitMillis()).put("oldestMillis", oldest);
        return judged(json, wear, ids, perSecond);
      }
    }
  }

  private static String gained(Wear wear) {
    return Stream.of(Held.values())
        .map(what -> "%s %.1f %+.1f/h".formatted(what.words(), wear.most(what), wear.anHour(what)))
        .collect(Collectors.joining(", "));
  }

  /** With bounds and reasons, so that the page needs to know nothing else. */
  static JsonNode judged(ObjectNode json, Wear wear, ProducerIds ids, double perSecond) {
    json.put("producerIds", ids.known());
    json.put("wraps", ids.wraps());
    json.put("highestEpoch", ids.highestEpoch());
    var held = json.putArray("held");
    for (var what : Held.values()) {
      held.addObject()
          .put("what", what.words())
          .put("unit", what.unit())
          .put("least", rounded(wear.least(what)))
          .put("most", rounded(wear.most(what)))
          .put("anHour", rounded(wear.anHour(what)))
          .put("mostAnHour", rounded(what.mostAnHour(perSecond)))
          .put("why", what.why());
    }
    double seconds = json.path("soakedSeconds").asDouble();
    long oldest = json.path("oldestMillis").asLong();
    return new Verdict()
        .require(
            seconds >= SHORTEST_SECONDS,
            "it took %.0f s, of which no slope can be told".formatted(seconds))
        .require(
            oldest <= OLDEST_MILLIS,
            "it fell behind: an event was told when it was %d s old".formatted(oldest / 1000))
        .addAll(wear.failures(perSecond))
        .require(
            ids.wraps() > 0,
            "no producer ran out of epochs, the highest was %,d of %,d"
                .formatted(ids.highestEpoch(), Short.MAX_VALUE))
        .into(json);
  }

  private static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void await(Child process) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!process.ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it does not work after " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void keepLittle(Map<String, Object> kafka) throws Exception {
    Collection<AlterConfigOp> little =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("retention.bytes", KEPT_BYTES), AlterConfigOp.OpType.SET),
            new AlterConfigOp(
                new ConfigEntry("segment.bytes", KEPT_BYTES), AlterConfigOp.OpType.SET));
    try (var admin = Admin.create(kafka)) {
      var topics =
          List.of(Topics.DEFAULT.records(), Topics.DEFAULT.events()).stream()
              .collect(
                  Collectors.toMap(
                      topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), _ -> little));
      admin.incrementalAlterConfigs(topics).all().get();
    }
  }
}
