package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MembershipTest {
  private static final String TOPIC = "tw.positions";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HandClock clock = new HandClock();
  private final Environment environment =
      new Environment(
          Tuning.DEFAULT, clock, clock::nanos, new IngestMetrics(registry, clock), Steps.UNWATCHED);
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final List<SlotWorker.Owner> owners = new CopyOnWriteArrayList<>();
  private volatile Supplier<Layout> layout = () -> Layout.UNKNOWN;
  private final Membership membership =
      new Membership(TOPIC, this::join, this::worker, environment);

  /** Remembers how it left. */
  private static final class Member extends MockConsumer<String, byte[]> {
    volatile Optional<GroupMembershipOperation> left = Optional.empty();

    Member() {
      super("latest");
    }

    @Override
    public void close(CloseOptions options) {
      left = Optional.of(options.groupMembershipOperation());
      super.close(options);
    }
  }

  @AfterEach
  void close() {
    membership.close();
  }

  @Test
  void everyAssignedSlotGetsAWorkerAndReadsNothingByTheGroup() {
    membership.start();
    assign(member(0), 0, 7);

    Await.until("two workers", LIMIT, () -> seats.size() == 2);

    assertThat(seats).extracting(Seat::slot).containsExactlyInAnyOrder(0, 7);
    assertThat(member(0).paused()).hasSize(2);
    Await.until("no problem", LIMIT, () -> membership.problem().isEmpty());
  }

  @Test
  void aRevokedSlotIsHeldNoMore() {
    membership.start();
    assign(member(0), 0, 7);
    Await.until("two workers", LIMIT, () -> seats.size() == 2);

    assign(member(0), 7);

    Await.until("slot 0 released", LIMIT, () -> !seat(0).held().getAsBoolean());
  }

  @Test
  void aLostSlotMakesTheMemberDropAllLeaveAndJoinAnew() {
    membership.start();
    assign(member(0), 0, 7);
    Await.until("two workers", LIMIT, () -> seats.size() == 2);

    owners.getFirst().lost("fenced by another owner");

    Await.until("another join", LIMIT, () -> members.size() == 2);
    assertThat(member(0).left).contains(GroupMembershipOperation.LEAVE_GROUP);
    assertThat(seats).allSatisfy(seat -> assertThat(seat.held().getAsBoolean()).isFalse());
    assertThat(membership.problem()).contains("fenced by another owner");
    assertThat(registry.get("tunnelwatch.ingest.rejoins").counter().count()).isEqualTo(1);

    assign(member(1), 0, 7);
    Await.until("two more workers", LIMIT, () -> seats.size() == 4);
    assertThat(seats.getLast().held().getAsBoolean()).isTrue();
  }

  @Test
  void anotherProcessOfTheSameNameEndsThisOne() {
    membership.start();
    var member = member(0);
    member.schedulePollTask(() -> member.setPollException(new FencedInstanceIdException("taken")));

    Await.until("a problem", LIMIT, () -> membership.problem().orElse("").contains("instance id"));

    assertThat(members).hasSize(1);
    assertThat(membership.ended()).contains("another living process has the same instance id");
  }

  @Test
  void whatNobodyExpectsEndsItForGoodAndItSaysSo() {
    membership.start();
    var member = member(0);
    member.schedulePollTask(
        () -> {
          throw new StackOverflowError("too deep");
        });

    Await.until("an end", LIMIT, () -> membership.ended().isPresent());

    assertThat(membership.ended().orElseThrow()).contains("StackOverflowError: too deep");
    assertThat(membership.problem()).isEqualTo(membership.ended());
  }

  @Test
  void aSlotThatDiesOfAnErrorIsGivenUpAndTakenAgain() {
    layout =
        () -> {
          throw new NoClassDefFoundError("dev/tunnelwatch/Missing");
        };
    membership.start();
    assign(member(0), 0);

    Await.until("another join", LIMIT, () -> members.size() == 2);
    assertThat(seat(0).held().getAsBoolean()).isFalse();
    assertThat(membership.problem().orElseThrow()).contains("NoClassDefFoundError");
    assertThat(membership.ended()).isEmpty();

    layout = () -> Layout.UNKNOWN;
    assign(member(1), 0);
    Await.until("the slot again", LIMIT, () -> seats.size() == 2);
    assertThat(seats.getLast().held().getAsBoolean()).isTrue();
  }

  @Test
  void closingLeavesTheGroup() {
    membership.start();
    var member = member(0);

    membership.close();

    assertThat(member.left).contains(GroupMembershipOperation.LEAVE_GROUP);
    assertThat(membership.ended()).isEmpty();
  }

  private Member join() {
    var member = new Member();
    member.updateEndOffsets(offsets());
    member.updateBeginningOffsets(offsets());
    members.add(member);
    return member;
  }

  private static Map<TopicPartition, Long> offsets() {
    var offsets = new HashMap<TopicPartition, Long>();
    IntStream.range(0, Topics.SLOTS)
        .forEach(slot -> offsets.put(new TopicPartition(TOPIC, slot), 0L));
    return offsets;
  }

  /** A worker that has nothing to do: no hub is known. */
  private SlotWorker worker(Seat seat, SlotWorker.Owner owner) {
    seats.add(seat);
    owners.add(owner);
    var kafka = new FakeKafka().slotKafka();
    var slot = new Slot(seat, kafka, Map.of(), () -> layout.get(), environment);
    return new SlotWorker(seat.slot(), slot, owner);
  }

  private Member member(int number) {
    Await.until("member " + number, LIMIT, () -> members.size() > number);
    return members.get(number);
  }

  private Seat seat(int slot) {
    return seats.stream().filter(seat -> seat.slot() == slot).findFirst().orElseThrow();
  }

  private static void assign(Member member, Integer... slots) {
    member.schedulePollTask(
        () ->
            member.rebalance(
                List.of(slots).stream().map(slot -> new TopicPartition(TOPIC, slot)).toList()));
  }
}
