package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Lines.TOKYO;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 2, split: a task that stops anywhere goes on elsewhere from its stores alone. */
class RestartTest {

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final Surroundings surroundings =
      new Surroundings(
          clock,
          coverage,
          (_, _) -> OptionalLong.of(0),
          new CorrelatorMetrics(new SimpleMeterRegistry(), clock, () -> true));

  @BeforeEach
  void begin() {
    Sources.ahead(coverage);
  }

  @Test
  void aGatewayMarkedButNotYetConcludedIsConcludedAfterTheRestart() {
    var first = gatewayTask(new Restartable(directory, clock));
    first.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600))));
    first.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out")));
    assertThat(first.forwardedTo(Outlets.GATEWAY_INCIDENTS)).isEmpty();

    var second = gatewayTask(first.restart());
    second.tick();

    assertThat(second.forwardedTo(Outlets.GATEWAY_INCIDENTS)).isNotEmpty();
  }

  /** What a loud neighbour says pushes it out of memory, and nothing is lost by that. */
  @Test
  void aGatewayThatHadToLeaveMemoryGoesOnFromItsStores() {
    var task = gatewayTask(new Restartable(directory, clock));
    task.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600))));
    task.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out")));
    task.tick();
    var lost = task.forwardedTo(Outlets.GATEWAY_INCIDENTS);

    var loud = TEN.minus(Duration.ofHours(30));
    for (int i = 0; i < 10_000; i++) {
      task.process(line(Lines.connected(GW_JPE, "IN_0", TOKYO, loud.plusSeconds(10L * i))));
    }
    task.process(line(Lines.connected(GW_JPE, "IN_1", TOKYO, TEN.minusSeconds(60))));
    clock.advance(Duration.ofMinutes(1));
    task.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(30))));
    task.tick();

    var back = task.forwardedTo(Outlets.GATEWAY_INCIDENTS);
    assertThat(lost).hasSize(1);
    var told = GatewayIncidentJson.read(back.getLast().value()).incident();
    assertThat(told.id())
        .isEqualTo(GatewayIncidentJson.read(lost.getFirst().value()).incident().id());
    assertThat(told.span().endedAt()).contains(TEN.plusSeconds(30));
  }

  @Test
  void timersSurviveTheRestartAndWhatWasPassedOnIsNotPassedOnAgain() {
    var first = gatewayTask(new Restartable(directory, clock));
    first.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600))));
    first.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out")));
    first.tick();
    var before = first.forwardedTo(Outlets.GATEWAY_INCIDENTS);

    var second = gatewayTask(first.restart());
    second.tick();
    assertThat(second.forwardedTo(Outlets.GATEWAY_INCIDENTS)).isEmpty();

    clock.advance(Duration.ofMinutes(1)); // the loss is confirmed now (rule 33)
    second.tick();

    var after = second.forwardedTo(Outlets.GATEWAY_INCIDENTS);
    assertThat(after).hasSize(1);
    assertThat(after.getFirst().key()).isEqualTo(before.getLast().key());
    assertThat(after.getFirst().value()).isNotEqualTo(before.getLast().value());
  }

  @Test
  void revisionsGoOnAfterTheRestart() {
    var gateway = gatewayTask(new Restartable(directory.resolve("gateway"), clock));
    gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600))));
    gateway.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out")));
    gateway.tick();
    var first = fleetTask(new Restartable(directory.resolve("fleet"), clock));
    gateway.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(first::process);
    clock.advance(FleetProcessor.GATHERING);
    first.tick();
    var opened = first.forwarded();
    assertThat(opened).hasSize(1);

    var second = fleetTask(first.restart());
    second.tick();
    assertThat(second.forwarded()).as("nothing is said twice").isEmpty();
    gateway.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(10))));
    clock.advance(Duration.ofMinutes(6));
    gateway.tick();
    gateway.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(second::process);
    clock.advance(FleetProcessor.GATHERING);
    second.tick();

    var recovered =
        IncidentJson.read(new String(second.forwarded().getLast().value(), StandardCharsets.UTF_8));
    assertThat(recovered.id()).isEqualTo(opened.getFirst().key());
    assertThat(recovered.revision()).isEqualTo(2);
    assertThat(recovered.state()).isEqualTo(IncidentState.RECOVERED);
  }

  @Test
  void aCanaryIsInNoStoreAndItsNextComesThroughTheNextLife() {
    var gateway = gatewayTask(new Restartable(directory, clock));
    var fleet = fleetTask(new Restartable(directory, clock));
    var before = List.of(texts(gateway), texts(fleet));
    passCanary(gateway, fleet);
    assertThat(fleet.forwarded()).extracting(Record::key).containsExactly(Canary.KEY);
    assertThat(List.of(texts(gateway), texts(fleet))).isEqualTo(before);

    clock.advance(Canary.EVERY);
    var second = fleetTask(fleet.restart());
    passCanary(gatewayTask(gateway.restart()), second);

    assertThat(second.forwarded()).extracting(Record::key).containsExactly(Canary.KEY);
  }

  private void passCanary(Restartable gateway, Restartable fleet) {
    gateway.process(line(Lines.canary(clock.instant())));
    gateway.tick();
    gateway.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(fleet::process);
    clock.advance(FleetProcessor.GATHERING);
    fleet.tick();
  }

  private static String texts(Restartable task) {
    var texts = new StringBuilder();
    task.stored()
        .forEach(
            (store, entries) ->
                entries.stream()
                    .filter(entry -> !store.equals(Reached.OF_FLEET))
                    .forEach(
                        e ->
                            texts.append(
                                store
                                    + '|'
                                    + e.key
                                    + '|'
                                    + new String(e.value, StandardCharsets.UTF_8)
                                    + '\n')));
    return texts.toString();
  }

  @Test
  void aRecordOnWhichOurOwnCodeThrowsIsRejectedAndTheNextIsTaken() {
    rejectsAndGoesOn(
        () -> {
          throw new IllegalStateException("the story's failure");
        });
  }

  /** Else it would stop its partition: it is read again, and is as deep, in every life. */
  @Test
  void aRecordThatLeadsTooDeepIsRejectedAndTheNextIsTaken() {
    rejectsAndGoesOn(
        () -> {
          throw new StackOverflowError("the story's failure");
        });
  }

  @Test
  void whatIsNoRecordsFaultIsNotCaught() {
    assertThatThrownBy(
            () ->
                rejectsAndGoesOn(
                    () -> {
                      throw new OutOfMemoryError("the story's failure");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private void rejectsAndGoesOn(Runnable failure) {
    var reader = new RecordReader(Pseudonyms.redacted());
    var task =
        gatewayTask(
            new Restartable(directory, clock),
            (bytes, origin) -> {
              if (bytes.length == 3) {
                failure.run();
              }
              return reader.read(bytes, origin);
            });

    task.process(line(Lines.text("{!}")));
    task.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN)));

    var sent = task.forwarded();
    assertThat(sent).hasSize(2);
    assertThat(RecordHeaders.text(sent.getFirst().headers(), Headers.REASON)).contains("not_taken");
    assertThat(sent.getLast().key()).isEqualTo(GW_WEU);
  }

  /** It looks as if it were about to move, and by it what is closed would be open again. */
  @Test
  void aSourceThatStandsStillForDaysTakesNobodyBackAfterARestart() {
    var first = gatewayTask(new Restartable(directory, clock));
    first.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(9_000))));
    first.process(
        line(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(7_200), "DPD timed out")));
    first.process(line(Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(6_900))));
    first.tick();
    assertThat(states(first)).containsExactly(IncidentState.CLOSED);

    var again = new Coverage(clock);
    Sources.ahead(again);
    again.update(
        new SourceCoverage(SourceId.parse("hub/9"), TEN.minusSeconds(7_000), 1, TEN, List.of()));
    var second = gatewayTask(first.restart(), again);
    second.process(line(Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(6_000))));
    second.tick();

    assertThat(states(second)).isEmpty();
  }

  private static List<IncidentState> states(Restartable task) {
    return task.forwardedTo(Outlets.GATEWAY_INCIDENTS).stream()
        .map(record -> GatewayIncidentJson.read(record.value()).incident().state())
        .toList();
  }

  private Restartable gatewayTask(Restartable task, Coverage of) {
    return task.start(
        new GatewayProcessor(
            TOPICS,
            new RecordReader(Pseudonyms.redacted())::read,
            new Surroundings(clock, of, (_, _) -> OptionalLong.of(0), surroundings.metrics())),
        GatewayState.stores(),
        TOPICS.records());
  }

  private Restartable gatewayTask(Restartable task) {
    return gatewayTask(task, new RecordReader(Pseudonyms.redacted())::read);
  }

  private Restartable gatewayTask(Restartable task, BiFunction<byte[], Origin, Reading> reader) {
    return task.start(
        new GatewayProcessor(TOPICS, reader, surroundings),
        GatewayState.stores(),
        TOPICS.records());
  }

  private Restartable fleetTask(Restartable task) {
    return task.start(
        new FleetProcessor(TOPICS, surroundings), FleetState.stores(), TOPICS.gatewayIncidents());
  }

  private Record<String, byte[]> line(byte[] value) {
    var now = clock.instant();
    var record = new Record<>(GW_WEU, value, now.toEpochMilli());
    RecordHeaders.put(record.headers(), Headers.ENQUEUED_AT, now.plusSeconds(1).toString());
    return record;
  }
}
