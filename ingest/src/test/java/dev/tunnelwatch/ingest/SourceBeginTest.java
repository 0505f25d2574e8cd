package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where a partition begins that has no position, of a hub that was to be read from its latest. */
final class SourceBeginTest {
  private static final String A = Bodies.tunnel(1);
  private static final String B = Bodies.tunnel(2);
  private static final String C = Bodies.tunnel(3);
  private static final int SLOT = Slots.of(SlotWorld.SOURCE);
  private static final String MATE = partition(slot -> slot == SLOT);
  private static final String STRANGER = partition(slot -> slot != SLOT);

  private final SlotWorld world = new SlotWorld(new StartAt.Latest());

  private static String partition(IntPredicate slot) {
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(Integer::toString)
        .filter(partition -> slot.test(slotOf(partition)))
        .findFirst()
        .orElseThrow();
  }

  private static int slotOf(String partition) {
    return Slots.of(new SourceId("hub", partition));
  }

  /** Between its birth and the answer that tells of it somebody may have written into it. */
  @Test
  void whatIsAddedWhileTheHubIsReadIsReadWhole() {
    world.publish(A);
    world.settle();
    world.hub.addPartition(MATE);
    world.hub.publish(MATE, Bodies.of(B));
    world.look();

    world.settle();

    assertThat(world.records()).containsExactly(B);
    assertThat(world.kafka.read(SLOT)).hasSize(2);
  }

  @Test
  void whatWasAddedWhileNobodyRanIsReadWhole() {
    world.publish(A);
    world.settle();
    world.hub.addPartition(MATE);
    world.hub.publish(MATE, Bodies.of(B));

    world.startWith(SLOT, 6);
    world.settle();

    assertThat(world.records()).containsExactly(B);
  }

  /** Its slot has no position of that hub: those stand in another one. */
  @Test
  void whatWasAddedIsReadWholeInWhicheverSlotItIs() {
    world.publish(A);
    world.settle();
    world.hub.addPartition(STRANGER);
    world.hub.publish(STRANGER, Bodies.of(B));

    world.startWith(slotOf(STRANGER), 6);
    world.settle();

    assertThat(world.records()).containsExactly(B);
    assertThat(world.kafka.read(slotOf(STRANGER)))
        .hasEntrySatisfying(
            new SourceId("hub", STRANGER),
            progress -> assertThat(progress.beginning().partitions()).containsExactly("0"));
  }

  @Test
  void whatTheHubDroppedOfItBeforeAnybodyCameIsAGap() {
    world.settle();
    world.hub.addPartition(STRANGER);
    world.hub.publish(STRANGER, Bodies.of(A));
    world.hub.publish(STRANGER, Bodies.of(B));
    world.hub.publish(STRANGER, Bodies.of(C));
    world.hub.retainFrom(STRANGER, 2);

    world.startWith(slotOf(STRANGER), 6);
    world.settle();

    assertThat(world.records()).containsExactly(C);
    assertThat(world.coverage().gaps())
        .extracting(Gap::first, Gap::last)
        .containsExactly(tuple(0L, 1L));
    assertThat(world.count("missing.events", "partition", STRANGER)).isEqualTo(2);
  }

  /** At a first start slots begin one after the other, and some only when their owner is there. */
  @Test
  void whatWasThereBeginsWhenTheFirstOfTheHubWasRead() {
    world.hub.addPartition(STRANGER);
    world.look();
    world.publish(A);
    world.hub.publish(STRANGER, Bodies.of(A));
    world.clock.pass(Duration.ofMinutes(5));
    world.settle();
    world.hub.publish(STRANGER, Bodies.of(B));
    world.clock.pass(Duration.ofMinutes(5));

    world.startWith(slotOf(STRANGER), 6);
    world.settle();

    assertThat(world.records()).containsExactly(B);
  }

  /**
   * Whether what was dropped was wanted the hub does not tell; that it may have been is counted.
   */
  @Test
  void whatTheHubMayHaveDroppedOfWhatWasLeftIsCounted() {
    world.hub.addPartition(STRANGER);
    world.look();
    world.settle();
    world.hub.publish(STRANGER, Bodies.of(A));
    world.clock.pass(Duration.ofHours(2));
    world.hub.publish(STRANGER, Bodies.of(B));
    world.hub.retainFrom(STRANGER, 1);

    world.startWith(slotOf(STRANGER), 6);
    world.settle();

    assertThat(world.records()).containsExactly(B);
    assertThat(world.count("gaps", "partition", STRANGER)).isEqualTo(1);
    assertThat(world.count("missing.events", "partition", STRANGER)).isZero();
    assertThat(world.coverage().gaps()).isEmpty();
  }

  /** Only their owners know then which partitions there are. */
  @Test
  void positionsOfAnEarlierVersionTellFromTheirNextOwnerOnWhatIsAddedLater() {
    world.publish(A);
    world.settle();
    world.kafka.forgetBeginnings();
    world.startWith(SLOT, 6);
    world.settle();
    world.hub.addPartition(STRANGER);
    world.hub.publish(STRANGER, Bodies.of(B));
    world.hub.publish(STRANGER, Bodies.of(C));
    world.hub.retainFrom(STRANGER, 1);

    world.startWith(slotOf(STRANGER), 7);
    world.settle();

    assertThat(world.records()).containsExactly(C);
    assertThat(world.coverage().gaps())
        .extracting(Gap::first, Gap::last)
        .containsExactly(tuple(0L, 0L));
  }

  /** It may have been there before: its numbers tell nothing of what was wanted. */
  @Test
  void whatAnEarlierVersionMayHaveLeftIsReadFromItsOldestEvent() {
    world.hub.addPartition(STRANGER);
    world.look();
    world.settle();
    world.kafka.forgetBeginnings();
    world.startWith(SLOT, 6);
    world.settle();
    world.hub.publish(STRANGER, Bodies.of(B));
    world.hub.publish(STRANGER, Bodies.of(C));
    world.hub.retainFrom(STRANGER, 1);

    world.startWith(slotOf(STRANGER), 7);
    world.settle();

    assertThat(world.records()).containsExactly(C);
    assertThat(world.coverage().gaps()).isEmpty();
    assertThat(world.count("gaps", "partition", STRANGER)).isEqualTo(1);
  }

  @Test
  void ofAHubThatWasMadeAnewWithMorePartitionsAllIsReadWhole() {
    world.publish(A);
    world.settle();
    world.clock.pass(Duration.ofMinutes(5));
    world.hub.recreate(world.clock.instant());
    world.hub.addPartition(STRANGER);
    world.hub.publish(STRANGER, Bodies.of(B));
    world.publish(C);

    world.startWith(slotOf(STRANGER), 6);
    world.settle();
    world.startWith(SLOT, 7);
    world.settle();

    assertThat(world.records()).containsExactly(B, C);
  }

  /** The settings are for a source of which nothing was read. */
  @Test
  void whoReadTheHubFromItsEarliestWantsWhatIsAddedWhateverTheSettingsSayNow() {
    var earliest = new SlotWorld();
    earliest.publish(A);
    earliest.settle();
    earliest.hub.addPartition(STRANGER);
    earliest.hub.publish(STRANGER, Bodies.of(B));
    earliest.configure(new StartAt.Latest());

    earliest.startWith(slotOf(STRANGER), 6);
    earliest.settle();

    assertThat(earliest.records()).containsExactly(A, B);
  }
}
