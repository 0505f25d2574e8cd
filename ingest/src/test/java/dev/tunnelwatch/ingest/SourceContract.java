package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every source does. A subclass brings one with the partitions "0" and "1", both empty. */
abstract class SourceContract {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long ROOM = 1L << 20;

  abstract Source source();

  abstract long publish(String partition, byte[] body);

  /** Lets time pass on the source's clock, so that what comes later is later. */
  abstract Instant later();

  @Test
  void saysWhenItWasCreatedAndWhatPartitionsItHas() throws Exception {
    var said = source().describe().get(20, TimeUnit.SECONDS);

    assertThat(said.partitions()).containsExactly("0", "1");
    assertThat(said.incarnation()).isAfter(Instant.EPOCH);
  }

  @Test
  void saysWhatAPartitionHolds() throws Exception {
    assertThat(state("0").empty()).isTrue();
    assertThat(state("0").last()).isEqualTo(-1);

    publish("0", text("a"));
    publish("0", text("b"));

    assertThat(state("0").empty()).isFalse();
    assertThat(state("0").first()).isZero();
    assertThat(state("0").last()).isEqualTo(1);
    assertThat(state("1").empty()).isTrue();
  }

  @Test
  void readsFromTheBeginningInOrder() {
    publish("0", text("a"));
    publish("0", text("b"));
    publish("1", text("of another partition"));

    try (var reader = open("0", new ReadFrom.After(-1), 1)) {
      assertThat(bodies(take(reader, 2))).containsExactly("a", "b");
    }
  }

  @Test
  void readsBehindASequenceNumber() {
    publish("0", text("a"));
    long second = publish("0", text("b"));
    publish("0", text("c"));

    try (var reader = open("0", new ReadFrom.After(second), 1)) {
      assertThat(take(reader, 1))
          .singleElement()
          .satisfies(event -> assertThat(event.sequence()).isEqualTo(second + 1));
    }
  }

  @Test
  void readsFromATimeOn() {
    publish("0", text("before"));
    var time = later();
    publish("0", text("after"));

    try (var reader = open("0", new ReadFrom.Enqueued(time), 1)) {
      assertThat(bodies(take(reader, 1))).containsExactly("after");
    }
  }

  @Test
  void readsWhatComesLater() {
    try (var reader = open("0", new ReadFrom.After(-1), 1)) {
      publish("0", text("a"));
      assertThat(bodies(take(reader, 1))).containsExactly("a");

      publish("0", text("b"));
      assertThat(bodies(take(reader, 1))).containsExactly("b");
    }
  }

  @Test
  void anEventWithoutDataIsAnEvent() {
    publish("0", new byte[0]);
    publish("0", text("b"));

    try (var reader = open("0", new ReadFrom.After(-1), 1)) {
      assertThat(bodies(take(reader, 2))).containsExactly("", "b");
    }
  }

  @Test
  void anOwnerOfAHigherLevelTakesThePartition() {
    try (var old = open("0", new ReadFrom.After(-1), 1)) {
      publish("0", text("a"));
      take(old, 1);

      try (var successor = open("0", new ReadFrom.After(0), 2)) {
        publish("0", text("b"));

        assertThat(bodies(take(successor, 1))).containsExactly("b");
        assertThatThrownBy(() -> take(old, 2)).isInstanceOf(SourceException.class);
      }
    }
  }

  @Test
  void anOwnerOfALowerLevelIsRefused() {
    publish("0", text("a"));
    try (var owner = open("0", new ReadFrom.After(-1), 7)) {
      take(owner, 1);

      try (var late = open("0", new ReadFrom.After(-1), 3)) {
        assertThatThrownBy(() -> take(late, 2)).isInstanceOf(SourceException.class);
      }
      publish("0", text("b"));
      assertThat(bodies(take(owner, 1))).containsExactly("b");
    }
  }

  @Test
  void asksForNoMoreThanThereIsRoomFor() {
    long size = 1_000;
    var intake = new Intake(5 * size);
    for (int i = 0; i < 100; i++) {
      publish("0", new byte[(int) size]);
    }

    long most = 0;
    try (var reader = source().open("0", new ReadFrom.After(-1), 1, intake)) {
      for (int taken = 0; taken < 100; taken++) {
        take(reader, 1);
        most = Math.max(most, intake.held());
      }
    }

    assertThat(most).isLessThanOrEqualTo(6 * size);
    assertThat(intake.held()).isZero();
  }

  @Test
  void aClosedReaderHoldsNothing() {
    var intake = new Intake(ROOM);
    publish("0", text("a"));
    publish("0", text("b"));

    var reader = source().open("0", new ReadFrom.After(-1), 1, intake);
    take(reader, 1);
    reader.close();

    assertThat(intake.held()).isZero();
    assertThat(reader.poll()).isEmpty();
  }

  private PartitionReader open(String partition, ReadFrom from, long level) {
    return source().open(partition, from, level, new Intake(ROOM));
  }

  private PartitionState state(String partition) throws Exception {
    return source().state(partition, new ReadFrom.After(-1)).get(20, TimeUnit.SECONDS);
  }

  /** Waits for that many events; an error of the reader comes out as it is. */
  static List<SourceEvent> take(PartitionReader reader, int count) {
    var taken = new ArrayList<SourceEvent>();
    var failure = new ArrayList<SourceException>();
    Await.until(
        count + " events",
        LIMIT,
        () -> {
          try {
            reader.poll().ifPresent(taken::add);
          } catch (SourceException e) {
            failure.add(e);
          }
          return taken.size() == count || !failure.isEmpty();
        });
    if (!failure.isEmpty()) {
      throw failure.getFirst();
    }
    return taken;
  }

  private static List<String> bodies(List<SourceEvent> events) {
    return events.stream().map(e -> new String(e.body(), StandardCharsets.UTF_8)).toList();
  }

  private static byte[] text(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
