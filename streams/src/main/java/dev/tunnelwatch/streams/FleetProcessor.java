package dev.tunnelwatch.streams;

import static java.util.Objects.requireNonNull;

import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The one task of the fleet stage: feeds it, asks it on ticks, and publishes. */
final class FleetProcessor implements Processor<String, byte[], String, byte[]> {

  /**
   * From the first input to the conclusion, real time: what several gateways say of one fault, and
   * one gateway in several records, is concluded together, else an id would be published that the
   * next record merges (rule 39). Gateways that concluded in the same tick are heard of when their
   * threads commit: they ask for it at the end of a tick, or of the next where one was asked just
   * now, so at most this far apart. No judgement needs the time: a page waits for seconds.
   */
  static final Duration GATHERING = GatewayProcessor.TICK.plus(Commits.PACE);

  private static final long NOTHING = -1;

  private final Topics topics;
  private final Surroundings surroundings;
  private final FleetConclusion.Fold fold;
  private @Nullable Task task;

  FleetProcessor(Topics topics, Surroundings surroundings) {
    this(topics, surroundings, FleetStage::incidents);
  }

  FleetProcessor(Topics topics, Surroundings surroundings, FleetConclusion.Fold fold) {
    this.topics = topics;
    this.surroundings = surroundings;
    this.fold = fold;
  }

  /**
   * What exists once the stores are open. A new one concludes, since it may have been cut short.
   */
  private static final class Task {
    private final ProcessorContext<String, byte[]> context;
    private final FleetState state;
    private final CatchUp catchUp;
    private final FleetConclusion conclusion;
    private final CanaryPerch perch;
    private final Commits commits;
    private boolean dirty = true;
    private long gatheringSince = NOTHING;

    private Task(
        ProcessorContext<String, byte[]> context,
        Surroundings surroundings,
        FleetConclusion.Fold fold) {
      this.context = context;
      this.state = new FleetState(context, surroundings.clock());
      this.catchUp = new CatchUp(surroundings.coverage(), state.reached().before());
      this.commits = new Commits(context);
      this.conclusion = new FleetConclusion(context, state, fold, surroundings, commits);
      this.perch = new CanaryPerch(surroundings.clock(), this::handOn);
    }

    private void handOn(Instant setOut) {
      context.forward(CanaryPerch.record(setOut, context.currentSystemTimeMs()));
      commits.hasten();
    }

    private void changed() {
      dirty = true;
      if (gatheringSince == NOTHING) {
        gatheringSince = context.currentSystemTimeMs();
      }
    }

    private void turn(Instant asOf, long realTime) {
      if (!gathering(realTime) && (dirty || conclusion.isDue(asOf))) {
        conclude(asOf);
      }
      perch.tick();
    }

    private void conclude(Instant asOf) {
      conclusion.conclude(asOf);
      state.reached().concluded(asOf);
      dirty = false;
      gatheringSince = NOTHING;
    }

    private boolean gathering(long realTime) {
      return gatheringSince != NOTHING
          && realTime >= gatheringSince // unless the clock was set back
          && realTime - gatheringSince < GATHERING.toMillis();
    }
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    task = new Task(context, surroundings, fold);
    context.schedule(GatewayProcessor.TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    var now = requireNonNull(task);
    now.catchUp.took(record.timestamp(), now.context.currentSystemTimeMs());
    var place = now.context.recordMetadata();
    boolean isIncident = place.isPresent() && place.get().topic().equals(topics.gatewayIncidents());
    if (isIncident && CanaryPerch.is(record)) {
      now.perch.take(record);
    } else if (isIncident ? now.state.takeIncident(record) : now.state.takeInventory(record)) {
      now.changed();
    }
  }

  private void tick(long realTime) {
    var now = requireNonNull(task);
    now.catchUp
        .asOf(surroundings.backlog().of(topics.gatewayIncidents(), 0), realTime)
        .ifPresent(asOf -> now.turn(asOf, realTime));
    now.commits.tick();
  }

  @Override
  public void close() {
    surroundings.metrics().noIncidents();
    task = null;
  }
}
