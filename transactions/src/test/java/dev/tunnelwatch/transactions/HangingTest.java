package dev.tunnelwatch.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.Test;

/**
 * The slot's producer is number 10. It wrote a transaction under epoch 6, whose end would bear
 * epoch 7, and was initialised again: 8.
 */
final class HangingTest {
  private static final long OURS = 10;
  private static final Hanging.Settled NOW = new Hanging.Settled(OURS, 8);
  private static final TopicPartition POSITIONS = new TopicPartition("tw.positions", 11);
  private static final TopicPartition RECORDS = new TopicPartition("tw.records", 6);
  private static final TopicPartition OTHERS = new TopicPartition("tw.records", 14);

  private final Map<TopicPartition, List<ProducerState>> producers = new HashMap<>();
  private final List<TransactionLogValue> notes = new ArrayList<>();

  @Test
  void asARuleNothingHangs() {
    closed(POSITIONS, OURS, 7);
    closed(RECORDS, OURS, 7);

    assertThat(found()).isEqualTo(new Hanging.Nothing());
  }

  @Test
  void whatOthersHaveUnderWayIsTheirs() {
    open(RECORDS, 99, 3, 40);
    closed(POSITIONS, OURS, 7);

    assertThat(found()).isEqualTo(new Hanging.Nothing());
  }

  /** This owner was slow; its successor was initialised after it was told its own epoch. */
  @Test
  void whatASuccessorHasUnderWayIsNotTakenForHanging() {
    open(RECORDS, OURS, 9, 40);

    assertThat(found()).isEqualTo(new Hanging.Nothing());
  }

  /** The end of the transaction before it bears the very epoch of the one that hangs. */
  @Test
  void openWhereverItWroteItIsAborted() {
    open(POSITIONS, OURS, 6, 16);
    open(RECORDS, OURS, 6, 487);
    closed(OTHERS, OURS, 6);

    var whole = assertThat(found()).asInstanceOf(type(Hanging.Whole.class)).actual();
    assertThat(whole.open()).hasToString("[tw.positions-11 from 16, tw.records-6 from 487]");
    assertThat(whole.open().getFirst().abort().producerEpoch()).isEqualTo((short) 6);
  }

  /** An end that was written by hand, or by an owner that died over it, bears its epoch. */
  @Test
  void whoDiedWhileAbortingLeavesItWhole() {
    closed(POSITIONS, OURS, 6);
    open(RECORDS, OURS, 6, 487);

    assertThat(found()).isInstanceOf(Hanging.Whole.class);
  }

  @Test
  void endedInOneOfItsPartitionsItIsLeft() {
    open(POSITIONS, OURS, 6, 16);
    closed(RECORDS, OURS, 7);

    var left = assertThat(found()).asInstanceOf(type(Hanging.Left.class)).actual();
    assertThat(left.holds(POSITIONS)).isTrue();
    assertThat(left.holds(RECORDS)).isFalse();
    assertThat(left.sentence())
        .contains("open in [tw.positions-11 from 16]", "ended in [tw.records-6]")
        .contains("abort --topic tw.positions --partition 11 --start-offset 16");
  }

  /** A later one of the same producer writes into what is open, and decides about it there. */
  @Test
  void mixedWithALaterOneItIsLeft() {
    open(POSITIONS, OURS, 6, 16);
    open(RECORDS, OURS, 7, 487);

    assertThat(found()).isInstanceOf(Hanging.Left.class);
  }

  /** Before transaction.version 2 an end bears its transaction's epoch: it may be this one's. */
  @Test
  void whereEpochsTellNothingItIsLeft() {
    open(POSITIONS, OURS, 6, 16);
    closed(OTHERS, OURS, 6);

    assertThat(Hanging.of(NOW, false, producers)).isInstanceOf(Hanging.Left.class);
  }

  /** Its producer went on, so that epochs would leave it; whoever decided knows more. */
  @Test
  void decidedItIsEndedWhereItIsOpenWhateverEpochsTell() {
    open(POSITIONS, OURS, 6, 16);
    open(OTHERS, OURS, 7, 3);
    closed(RECORDS, OURS, 7);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS, RECORDS);

    var decided = assertThat(judged()).asInstanceOf(type(Hanging.Decided.class)).actual();
    assertThat(decided.toAbort()).hasToString("[tw.positions-11 from 16]");
    assertThat(decided.toCommit()).isEmpty();
  }

  @Test
  void decisionsOfOthersAndElsewhereSayNothingOfIt() {
    open(POSITIONS, OURS, 6, 16);
    decide(TransactionState.PREPARE_ABORT, OURS, 6, POSITIONS);
    decide(TransactionState.PREPARE_ABORT, 99, 7, POSITIONS);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, RECORDS);

    assertThat(judged()).isEqualTo(found());
  }

  /** A coordinator that cannot make sure of its note goes on as if there were none. */
  @Test
  void anAbortThatWasWithdrawnBeforeTheCommitIsNone() {
    open(POSITIONS, OURS, 6, 16);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS);
    decide(TransactionState.PREPARE_COMMIT, OURS, 7, POSITIONS);

    var decided = assertThat(judged()).asInstanceOf(type(Hanging.Decided.class)).actual();
    assertThat(decided.toCommit()).hasToString("[tw.positions-11 from 16]");
    assertThat(decided.toAbort()).isEmpty();
  }

  /**
   * Before transaction.version 2 an end bears its transaction's epoch, so that it tells nothing.
   */
  @Test
  void decisionsOfOldClientsSayNothingOfIt() {
    open(POSITIONS, OURS, 6, 16);
    notes.add(
        note(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS)
            .setClientTransactionVersion((short) 1));

    assertThat(judged()).isEqualTo(found());
  }

  /** Its positions were aborted along with the later one, so that it is read again. */
  @Test
  void aCommitThatALaterAbortMayHaveTakenAlongIsNotKnownAnyMore() {
    open(OTHERS, OURS, 5, 3);
    closed(POSITIONS, OURS, 7);
    decide(TransactionState.PREPARE_COMMIT, OURS, 6, POSITIONS, OTHERS);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS);

    assertThat(judged()).isEqualTo(found());
    assertThat(decisions().doubt(found()))
        .as("what the partitions' own logs have to tell")
        .contains(new Decisions.Doubt(OURS, 5, Set.of(POSITIONS)));
  }

  @Test
  void ofWhatIsOpenOfTwoTransactionsNoPartitionCanTell() {
    open(OTHERS, OURS, 5, 3);
    open(RECORDS, OURS, 4, 3);
    decide(TransactionState.PREPARE_COMMIT, OURS, 6, POSITIONS, OTHERS);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS);

    assertThat(decisions().doubt(found())).isEmpty();
  }

  @Test
  void aLaterAbortElsewhereTakesNothingAlong() {
    open(OTHERS, OURS, 5, 3);
    decide(TransactionState.PREPARE_COMMIT, OURS, 6, OTHERS);
    decide(TransactionState.PREPARE_ABORT, OURS, 7, POSITIONS);

    assertThat(judged()).isInstanceOf(Hanging.Decided.class);
  }

  /** By a person, or by whoever died over it: committed where it is open it would be torn. */
  @Test
  void whatSomebodyHasBegunToAbortIsNotCommitted() {
    closed(POSITIONS, OURS, 6);
    open(RECORDS, OURS, 6, 487);
    decide(TransactionState.PREPARE_COMMIT, OURS, 7, POSITIONS, RECORDS);

    assertThat(judged()).isInstanceOf(Hanging.Whole.class);
  }

  private void decide(TransactionState what, long producer, int epoch, TopicPartition... where) {
    notes.add(note(what, producer, epoch, where));
  }

  /** As it stands in the coordinator's log. */
  private static TransactionLogValue note(
      TransactionState what, long producer, int epoch, TopicPartition... where) {
    return new TransactionLogValue()
        .setProducerId(producer)
        .setProducerEpoch((short) epoch)
        .setTransactionStatus(what.id())
        .setClientTransactionVersion((short) 2)
        .setTransactionPartitions(
            Stream.of(where)
                .map(
                    each ->
                        new TransactionLogValue.PartitionsSchema()
                            .setTopic(each.topic())
                            .setPartitionIds(List.of(each.partition())))
                .toList());
  }

  private Hanging judged() {
    return decisions().judge(found(), producers);
  }

  private Decisions decisions() {
    var decisions = new Decisions(found().open());
    notes.forEach(decisions::take);
    return decisions;
  }

  private Hanging found() {
    return Hanging.of(NOW, true, producers);
  }

  private void open(TopicPartition partition, long producer, int epoch, long from) {
    put(partition, producer, epoch, OptionalLong.of(from));
  }

  private void closed(TopicPartition partition, long producer, int epoch) {
    put(partition, producer, epoch, OptionalLong.empty());
  }

  private void put(TopicPartition partition, long producer, int epoch, OptionalLong from) {
    producers
        .computeIfAbsent(partition, _ -> new ArrayList<>())
        .add(new ProducerState(producer, epoch, 0, 0, OptionalInt.of(0), from));
  }
}
