package dev.tunnelwatch.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.PatternSelectFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Flaps as Flink CEP finds them on its own small cluster in this JVM: a tunnel that went and came
 * back within three minutes, whose records are late by 90 s at most.
 */
final class FlinkFlaps {
  private static final Duration BLIP = Duration.ofMinutes(3);
  private static final Duration LATE = Duration.ofSeconds(90);
  private static final String FOUND = "flaps";
  private static final ObjectReader JSON = new ObjectMapper().reader();

  private FlinkFlaps() {}

  /** What a pattern has to know of a record. */
  public record Change(String tunnel, long at, boolean down) {}

  /** How many were found. */
  static long find(Path file, int parallelism) throws Exception {
    var environment = StreamExecutionEnvironment.createLocalEnvironment(parallelism);
    environment.getConfig().enableObjectReuse();
    var source =
        FileSource.forRecordStreamFormat(
                new TextLineInputFormat(), new org.apache.flink.core.fs.Path(file.toUri()))
            .build();
    var changes =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "file")
            .map(FlinkFlaps::change)
            .returns(Types.GENERIC(Change.class))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Change>forBoundedOutOfOrderness(LATE)
                    .withTimestampAssigner((change, _) -> change.at()))
            .keyBy(Change::tunnel, Types.STRING);
    var flap =
        Pattern.<Change>begin("down")
            .where(SimpleCondition.of(Change::down))
            .next("up")
            .where(SimpleCondition.of(change -> !change.down()))
            .within(BLIP);
    CEP.pattern(changes, flap)
        .select(new Told(), Types.STRING)
        .map(new Counted())
        .returns(Types.STRING)
        .sinkTo(new DiscardingSink<>());
    return environment.execute("flaps").<Long>getAccumulatorResult(FOUND);
  }

  private static Change change(String line) throws IOException {
    JsonNode record = JSON.readTree(line);
    var properties = record.path("properties");
    var tunnel =
        record.path("resourceId").asText()
            + '|'
            + properties.path("instance").asText()
            + '|'
            + properties.path("remoteIP").asText();
    boolean down = record.path("operationName").asText().equals("TunnelDisconnected");
    return new Change(tunnel, Instant.parse(record.path("time").asText()).toEpochMilli(), down);
  }

  /** What somebody would be told. */
  private static final class Told implements PatternSelectFunction<Change, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String select(Map<String, List<Change>> found) {
      var down = Objects.requireNonNull(found.get("down"), "down: named in the pattern").getFirst();
      return down.tunnel() + " flapped at " + down.at();
    }
  }

  /** Counts what it lets by. */
  private static final class Counted extends RichMapFunction<String, String> {
    private static final long serialVersionUID = 1L;
    private transient LongCounter count;

    @Override
    public void open(OpenContext context) {
      count = new LongCounter();
      getRuntimeContext().addAccumulator(FOUND, count);
    }

    @Override
    public String map(String told) {
      count.add(1L);
      return told;
    }
  }
}
