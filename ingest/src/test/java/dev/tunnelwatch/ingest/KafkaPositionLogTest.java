package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class KafkaPositionLogTest {
  private static final int SLOT = 3;
  private static final TopicPartition PARTITION = new TopicPartition("tw.positions", SLOT);
  private static final HubPartition HUB =
      new HubPartition(new SourceId("hub", "3"), HandClock.START);
  private static final HubPartition OTHER =
      new HubPartition(new SourceId("other", "9"), HandClock.START);

  private final HandClock clock = new HandClock();
  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");

  @Test
  void theLastPositionOfEachSourcePartitionCounts() {
    holds(Progress.behind(HUB, 4, 1), Progress.behind(OTHER, 7, 1), Progress.behind(HUB, 5, 2));

    var found = log(3).read(SLOT);

    assertThat(found)
        .isEqualTo(
            Map.of(HUB.id(), Progress.behind(HUB, 5, 2), OTHER.id(), Progress.behind(OTHER, 7, 1)));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void aSlotThatWasNeverOwnedHasNoPositions() {
    holds();

    assertThat(log(0).read(SLOT)).isEmpty();
  }

  /** Behind another writer's open transaction a committed position would be invisible. */
  @Test
  void anEndThatCannotBeReachedIsNotTakenForTheEnd() {
    holds(Progress.behind(HUB, 4, 1));

    assertThatThrownBy(() -> log(9).read(SLOT))
        .isInstanceOf(SlotLostException.class)
        .hasMessageContaining("expected to read to offset 9, stuck at 1");
  }

  @Test
  void whenASourceBeganIsFoundInWhicheverSlotItStands() {
    var began = new Beginning(HandClock.START, Instant.EPOCH, Set.of("0", "1"));
    var other = new Beginning(HandClock.START.plusSeconds(1), Instant.EPOCH, Set.of("1"));
    allSlots(2);
    holds(Progress.behind(HUB, 4, 1).of(began), Progress.behind(HUB, 5, 1).of(other));

    assertThat(log(0).beginnings())
        .isEqualTo(Map.of("hub", new Beginning(HandClock.START, Instant.EPOCH, Set.of("1"))));
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void slotsThatCannotBeReadInTimeAreNotTakenForEmpty() {
    allSlots(9);
    holds(Progress.behind(HUB, 4, 1));

    assertThatThrownBy(() -> log(0).beginnings())
        .isInstanceOf(SlotLostException.class)
        .hasMessage("the positions of all slots were not read in time");
  }

  private void allSlots(long end) {
    var ends = new HashMap<TopicPartition, Long>();
    for (int slot = 0; slot < Topics.SLOTS; slot++) {
      ends.put(new TopicPartition("tw.positions", slot), slot == SLOT ? end : 0L);
    }
    consumer.updateEndOffsets(ends);
    ends.replaceAll((_, _) -> 0L);
    consumer.updateBeginningOffsets(ends);
  }

  private KafkaPositionLog log(long end) {
    return new KafkaPositionLog(
        Topics.DEFAULT,
        () -> consumer,
        _ -> end,
        () -> {
          clock.pass(Duration.ofSeconds(1));
          return clock.nanos();
        });
  }

  private void holds(Progress... progress) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.schedulePollTask(
        () -> {
          long offset = 0;
          for (var one : List.of(progress)) {
            var sent = ProgressRecord.position(Topics.DEFAULT, SLOT, one);
            var read = new ConsumerRecord<>(sent.topic(), SLOT, offset++, sent.key(), sent.value());
            sent.headers().forEach(read.headers()::add);
            consumer.addRecord(read);
          }
        });
  }
}
