package dev.tunnelwatch.streams;

import static java.util.Objects.requireNonNull;

import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** One task of the gateway stage: hands on what comes, and ticks. Decides nothing itself. */
final class GatewayProcessor implements Processor<String, byte[], String, byte[]> {

  static final Duration TICK = Duration.ofMillis(50);

  private final Topics topics;
  private final BiFunction<byte[], Origin, Reading> reader;
  private final Surroundings surroundings;
  private @Nullable Task task;

  GatewayProcessor(
      Topics topics, BiFunction<byte[], Origin, Reading> reader, Surroundings surroundings) {
    this.topics = topics;
    this.reader = reader;
    this.surroundings = surroundings;
  }

  /** What exists once the stores are open; made anew whenever the task is. */
  private record Task(
      ProcessorContext<String, byte[]> context,
      GatewayState state,
      RecordIntake intake,
      Conclusion conclusion,
      CatchUp catchUp,
      CanaryPerch perch,
      Commits commits,
      Alternation alternation) {

    /** Of the two clocks, ours and the hubs', the later one may be wrong. */
    Optional<Instant> lowWatermark() {
      return catchUp.complete().map(low -> low.isBefore(intake.newest()) ? low : intake.newest());
    }

    private void turn(Instant asOf, boolean more) {
      if (alternation.isTimeToConclude(more)) {
        alternation.conclude(() -> conclusion.tick(asOf, lowWatermark()));
        perch.tick();
      }
    }
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    var state = GatewayState.open(context, surroundings.clock(), surroundings.room());
    var commits = new Commits(context);
    var outlets = new Outlets(context, commits);
    var metrics = surroundings.metrics();
    var perch = new CanaryPerch(surroundings.clock(), outlets::canary);
    int partition = context.taskId().partition();
    task =
        new Task(
            context,
            state,
            new RecordIntake(partition, reader, state, outlets, metrics, perch),
            new Conclusion(state, outlets, metrics, partition),
            new CatchUp(surroundings.coverage(), state.reached().before()),
            perch,
            commits,
            new Alternation(System::nanoTime));
    metrics.lags().begins(partition);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    var now = requireNonNull(task);
    var place = now.context().recordMetadata();
    if (place.isPresent() && place.get().topic().equals(topics.inventory())) {
      now.state().inventory().take(record).ifPresent(now.state().agenda()::mark);
      return;
    }
    now.catchUp().took(record.timestamp(), now.context().currentSystemTimeMs());
    now.alternation().take(() -> now.intake().take(record, place));
  }

  private void tick(long realTime) {
    var now = requireNonNull(task);
    int partition = now.context().taskId().partition();
    now.state().delays().tick();
    now.state().evidence().tick();
    var backlog = surroundings.backlog().of(topics.records(), partition);
    now.catchUp().asOf(backlog, realTime).ifPresent(asOf -> now.turn(asOf, backlog.orElse(0) > 0));
    now.commits().tick();
    surroundings.metrics().dirty(partition, now.state().agenda().dirty());
  }

  @Override
  public void close() {
    var last = task;
    if (last != null) {
      last.state().evidence().close();
      surroundings.metrics().notDirty(last.context().taskId().partition());
    }
    task = null;
  }
}
