package dev.tunnelwatch.simulator.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A fleet as files. */
public final class FleetFiles {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/m=00'").withZone(ZoneOffset.UTC);

  private FleetFiles() {}

  /**
   * Writes {@code records/hub/} and {@code records/archive/} (the same records in both of Azure's
   * forms), {@code arrival/} per delivery profile, {@code inventory/} and {@code labels.jsonl}.
   * Files of these names are replaced, others are left alone.
   */
  public static void write(Path dir, Fleet fleet) throws IOException {
    var emissions = fleet.emissions();
    hub(dir.resolve("records/hub"), Body.batch(emissions));
    archive(dir.resolve("records/archive"), emissions);
    for (var delivery : Delivery.values()) {
      var name = LabelJson.word(delivery) + ".jsonl";
      arrival(dir.resolve("arrival").resolve(name), fleet.emissions(delivery));
    }
    for (var file : fleet.inventory().entrySet()) {
      var path = dir.resolve("inventory").resolve(file.getKey());
      Files.createDirectories(dir.resolve("inventory"));
      Files.write(path, file.getValue());
    }
    Files.writeString(dir.resolve("labels.jsonl"), Labels.write(fleet.labels()));
  }

  private static void hub(Path dir, List<Body> bodies) throws IOException {
    var files = new TreeMap<String, StringBuilder>();
    for (var body : bodies) {
      line(files, "partition-" + body.partition() + ".jsonl", body.json());
    }
    save(dir, files);
  }

  /** The storage account's layout: one blob per resource, category and hour of receipt. */
  private static void archive(Path dir, List<Emission> emissions) throws IOException {
    var files = new TreeMap<String, StringBuilder>();
    for (var emission : emissions) {
      line(files, blob(emission), emission.record().json());
    }
    save(dir, files);
  }

  private static String blob(Emission emission) {
    var record = emission.record();
    return "insights-logs-"
        + record.category().azureName().toLowerCase(Locale.ROOT)
        + "/resourceId="
        + record.gateway().resourceId().toUpperCase(Locale.ROOT)
        + '/'
        + HOUR.format(emission.deliveredAt())
        + "/PT1H.json";
  }

  /** Our own export form, in order of arrival; a body's place is its sequence number. */
  private static void arrival(Path file, List<Emission> emissions) throws IOException {
    var sequences = new TreeMap<Integer, Long>();
    var text = new StringBuilder();
    Instant last = Instant.MIN;
    int lastPartition = -1;
    int index = 0;
    for (var emission : emissions) {
      boolean together =
          emission.partition() == lastPartition && emission.deliveredAt().equals(last);
      if (!together || index + 1 == Body.MAX_RECORDS) {
        sequences.merge(emission.partition(), 0L, (old, _) -> old + 1);
        index = -1;
      }
      index++;
      last = emission.deliveredAt();
      lastPartition = emission.partition();
      export(text, emission, sequences.getOrDefault(lastPartition, 0L), index);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  private static void export(StringBuilder text, Emission emission, long sequence, int index) {
    text.append(
            Json.text(
                json -> {
                  json.writeStartObject();
                  json.writeStringField(
                      "source", "hub/" + emission.partition() + '/' + sequence + '#' + index);
                  json.writeStringField("enqueuedAt", emission.deliveredAt().toString());
                  json.writeFieldName("record");
                  json.writeRawValue(emission.record().json());
                  json.writeEndObject();
                }))
        .append('\n');
  }

  private static void line(Map<String, StringBuilder> files, String name, String line) {
    files.computeIfAbsent(name, _ -> new StringBuilder()).append(line).append('\n');
  }

  private static void save(Path dir, Map<String, StringBuilder> files) throws IOException {
    for (var file : files.entrySet()) {
      var path = dir.resolve(file.getKey());
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
