package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Correlation scales by processes. */
@Tag("proof")
final class SharingTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String RECORDS = Topics.DEFAULT.records();
  private static final int MOST = 3;

  /** A stage of one task is somebody's, too, and counts as one of the others there. */
  private static final int UNEVEN = 2;

  private static final long SEED = 11;
  private static final long TOLD = 20_000;

  /** Slow enough for a process to join meanwhile. */
  private static final double PER_SECOND = 250;

  @TempDir Path directory;

  @Test
  void asManyProcessesAsThereAreShareTheGatewaysEvenly() throws Exception {
    var processes = new ArrayList<Child>();
    try (var broker = Broker.start(directory.resolve("kafka"));
        var admin = Admin.create(broker.kafka())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      int all = partitions(admin);
      for (int count = 1; count <= MOST; count++) {
        var name = "process-" + (count - 1);
        processes.add(new Correlating(broker.servers(), directory, name, 1).start());
        awaitEven(admin, count, all);
      }

      processes.removeLast().kill();

      awaitEven(admin, MOST - 1, all);
      Await.until("them to work", LIMIT, () -> processes.stream().allMatch(Child::ready));
    } finally {
      processes.forEach(Child::close);
    }
  }

  /** Each task goes on elsewhere from what was committed, and says nothing twice. */
  @Test
  void nothingIsLostOfWhatIsToldWhileAThirdProcessJoins() throws Exception {
    var processes = new ArrayList<Child>();
    var found = new Found();
    try (var broker = Broker.start(directory.resolve("kafka"));
        var admin = Admin.create(broker.kafka())) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      var fleet = Fleets.of(TOLD, SEED, Instant.now());
      var inventory = Fleets.inventory(fleet, directory.resolve("inventory"));
      InventoryPublisher.publish(broker.kafka(), Topics.DEFAULT, inventory);
      for (int count = 1; count < MOST; count++) {
        processes.add(new Correlating(broker.servers(), directory, "process-" + count, 1).start());
      }
      int all = partitions(admin);
      awaitEven(admin, MOST - 1, all);
      try (var onlooker =
              Onlooker.start(broker.servers(), (record, _) -> found.met(record), Found.WRITTEN);
          var told = Told.start(fleet, broker.kafka(), PER_SECOND)) {
        Await.until("some to be told", LIMIT, () -> told.records() > TOLD / 5);
        processes.add(new Correlating(broker.servers(), directory, "process-3", 1).start());
        awaitEven(admin, MOST, all);
        assertThat(told.done()).as("told before it had joined").isFalse();
        told.pace(PER_SECOND * 100);
        Await.until("all to be told", LIMIT, told::done);
        var expected = new Expected(inventory.inventory());
        StreamsFaultProof.read(broker.servers(), expected);

        var account = StreamsFaultProof.settle(told, expected, found, Fleets.end(fleet));

        onlooker.check();
        assertThat(account.clean()).as("%s", account).isTrue();
        assertThat(account.incidents()).isGreaterThan(10);
        assertThat(found.missingEvents(expected.events())).isZero();
        assertThat(found.strangeEvents(expected.events())).isZero();
        assertThat(found.doubledEvents()).isZero();
        assertThat(found.disordered()).isEmpty();
      }
    } finally {
      processes.forEach(Child::close);
    }
  }

  private static int partitions(Admin admin) throws Exception {
    return admin.describeTopics(List.of(RECORDS)).allTopicNames().get().values().stream()
        .mapToInt(topic -> topic.partitions().size())
        .sum();
  }

  private static void awaitEven(Admin admin, int processes, int all) {
    Await.value(
        "%d partitions to be shared by %d processes".formatted(all, processes),
        LIMIT,
        () -> shares(admin),
        shares ->
            shares.size() == processes
                && shares.values().stream().mapToInt(Integer::intValue).sum() == all
                && shares.values().stream().allMatch(share -> share >= all / processes - UNEVEN));
  }

  /** How many partitions each process reads; its threads are members of their own. */
  private static Map<String, Integer> shares(Admin admin) throws Exception {
    var groups = admin.describeConsumerGroups(List.of(Ours.GROUP)).all().get();
    var shares = new TreeMap<String, Integer>();
    var members = groups.values().stream().flatMap(group -> group.members().stream()).toList();
    for (var member : members) {
      var thread = member.groupInstanceId().orElseThrow();
      var process = thread.substring(0, thread.lastIndexOf('-'));
      long read =
          member.assignment().topicPartitions().stream()
              .filter(partition -> partition.topic().equals(RECORDS))
              .count();
      if (read > 0) {
        shares.merge(process, (int) read, Integer::sum);
      }
    }
    return shares;
  }
}
