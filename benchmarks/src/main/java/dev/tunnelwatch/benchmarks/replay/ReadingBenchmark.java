package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.records.BodyReader;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.Readings;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.RejectLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What reading a record costs on one thread, from the bytes of its body to an event or a sign of
 * life with all checks on, beside what a parser of JSON needs for the same bodies.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadingBenchmark {

  /** In every mix. */
  static final int RECORDS = 20_000;

  private static final int PER_BODY = 50;

  /** What the bodies are made of. */
  public enum Mix {
    /** As {@link Lines} writes them. */
    REALISTIC,
    /** Of those only what is no routine. */
    NO_ROUTINE
  }

  /** Set by JMH. */
  @Param public Mix mix = Mix.REALISTIC;

  private final ObjectMapper mapper = new ObjectMapper();
  private final BodyReader ours = new BodyReader(new RecordReader(Pseudonyms.redacted()));
  private List<byte[]> bodies = List.of();

  /** Hands on what is read; where it came from nobody asks. */
  private record Taker(Consumer<Reading> to) implements Readings {

    @Override
    public void read(Reading reading, Supplier<Origin> origin) {
      to.accept(reading);
    }

    @Override
    public void refuse(RejectLine reject) {
      throw new IllegalStateException("a line of ours was rejected: " + reject.reason());
    }
  }

  /** Writes the bodies. */
  @Setup
  public void write() {
    var fleet = Fleet.ordinary(100L * RECORDS, Measured.SEED);
    var lines = new Lines(fleet);
    var made = new ArrayList<byte[]>();
    var body = new ArrayList<String>();
    long number = 0;
    while (made.size() < RECORDS / PER_BODY) {
      var at = Fleet.START.plus(Duration.ofMillis(43 * number++));
      var line = lines.next(at);
      if (mix == Mix.REALISTIC || !isRoutine(line)) {
        body.add(line);
      }
      if (body.size() == PER_BODY) {
        made.add(bytes("{\"records\":[" + String.join(",", body) + "]}"));
        body.clear();
      }
    }
    bodies = made;
  }

  private boolean isRoutine(String line) {
    var found = new ArrayList<Reading>();
    ours.read(bytes(line), Integer::toString, new Taker(found::add));
    return found.getFirst() instanceof Reading.Routine;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** (a) A tree of each body. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void readTree(Blackhole sink) throws IOException {
    for (var body : bodies) {
      sink.consume(mapper.readTree(body));
    }
  }

  /** (b) Every token of each body, every text of it touched. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void tokens(Blackhole sink) throws IOException {
    for (var body : bodies) {
      try (var parser = mapper.createParser(body)) {
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
          sink.consume(token == JsonToken.VALUE_STRING ? parser.getTextLength() : token.id());
        }
      }
    }
  }

  /** (c) Ours. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void records(Blackhole sink) {
    var taker = new Taker(sink::consume);
    for (var body : bodies) {
      ours.read(body, Integer::toString, taker);
    }
  }
}
