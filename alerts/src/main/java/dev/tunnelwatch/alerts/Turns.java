package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Following;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether it is this process's turn to send, and whether it knows enough to begin. */
final class Turns implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final AlertDesk desk;
  private final CanaryWatch canaries;
  private final Consumer<?, ?> incidents;
  private final TopicTail beside;
  private final Following following;
  private final BooleanSupplier stillSends;
  private Optional<TopicTail> catchingUp = Optional.empty();
  private boolean sending;
  private boolean leaving;

  /**
   * Not its turn yet.
   *
   * @param beside what has to be read too before it is known whether pages wait (rule 37), and what
   *     people want
   * @param following told of how far this is
   * @param stillSends whether this may be its turn, where it stood still and was told nothing
   */
  Turns(
      AlertDesk desk,
      CanaryWatch canaries,
      Consumer<?, ?> incidents,
      TopicTail beside,
      Following following,
      BooleanSupplier stillSends) {
    this.desk = desk;
    this.canaries = canaries;
    this.incidents = incidents;
    this.beside = beside;
    this.following = following;
    this.stillSends = stillSends;
    following.begin();
  }

  void next() {
    following.looked(ReceivedBytes.of(incidents) + beside.received());
    if (!sending) {
      if (beside.reached()) {
        following.caughtUp(); // whoever stands by has to know no more than that
      }
      return;
    }
    if (!stillSends.getAsBoolean()) {
      return; // or it would write over what another has written since
    }
    if (catchingUp.isPresent()) {
      if (!catchingUp.get().reached() || !beside.reached()) {
        return;
      }
      catchingUp = Optional.empty();
      desk.caughtUp();
      canaries.caughtUp();
      following.caughtUp();
    }
    desk.turn();
    canaries.turn();
  }

  /** What is given up from now on is so since we end, and nobody knows who sends after us. */
  void leave() {
    leaving = true;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    canaries.standBy();
    desk.takeOver();
    incidents.seekToBeginning(partitions);
    following.begin();
    catchingUp = Optional.of(TopicTail.of(incidents, List.copyOf(partitions)));
    sending = true;
    LOG.info("this process sends the alerts");
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      sending = false;
      desk.handOver();
      canaries.standBy();
      if (!leaving) {
        LOG.info("another process sends the alerts");
      }
    }
  }
}
