package dev.tunnelwatch.simulator.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A fleet as files. */
public final class FleetFiles {

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("'y='uuuu'/m='MM'/d='dd'/h='HH'/m=00'").withZone(ZoneOffset.UTC);

  private final Path dir;
  private final Fleet fleet;
  private final Progress progress;
  private long records;

  private FleetFiles(Path dir, Fleet fleet, Progress progress) {
    this.dir = dir;
    this.fleet = fleet;
    this.progress = progress;
  }

  /** Is told how far it is, often. */
  public interface Progress {
    /** So many records are in those files by now. */
    void written(String what, long records);

    /** Those files are whole, with so many records. */
    default void done(String what, long records) {}
  }

  /**
   * Writes {@code records/hub/} and {@code records/archive/} (the same records in both of Azure's
   * forms), {@code arrival/} per delivery profile, {@code inventory/} and {@code labels.jsonl}; of
   * a scenario for size only the hub's form, the inventory and the labels. The directories of
   * records must not hold any yet.
   *
   * @return how many records reached the hub, copies among them
   */
  public static long write(Path dir, Fleet fleet, Progress progress) throws IOException {
    return new FleetFiles(dir, fleet, progress).write();
  }

  private long write() throws IOException {
    Files.createDirectories(dir.resolve("inventory"));
    for (var file : fleet.inventory().entrySet()) {
      Files.write(dir.resolve("inventory").resolve(file.getKey()), file.getValue());
    }
    Files.writeString(dir.resolve("labels.jsonl"), Labels.write(fleet.labels()));
    boolean whole = fleet.scenario().plot() != Scenario.Plot.SCALE;
    records(whole);
    if (whole) {
      for (var delivery : Delivery.values()) {
        arrival(delivery);
      }
    }
    return records;
  }

  private void records(boolean archive) throws IOException {
    var hub = new Appender(dir.resolve("records/hub"));
    var blobs = new Appender(dir.resolve("records/archive"));
    for (var stretch : fleet.stretches(fleet.scenario().traffic().delivery())) {
      for (var body : Body.batch(stretch)) {
        hub.line("partition-" + body.partition() + ".jsonl", body.json());
      }
      if (archive) {
        stretch.forEach(emission -> blobs.line(blob(emission), emission.record().json()));
      }
      records += stretch.size();
      hub.flush();
      blobs.flush();
      progress.written("records", records);
    }
    progress.done("records", records);
  }

  /** The storage account's layout: one blob per resource, category and hour of receipt. */
  private static String blob(Emission emission) {
    var record = emission.record();
    return "insights-logs-"
        + record.category().toLowerCase(Locale.ROOT)
        + "/resourceId="
        + record.gateway().resourceId().toUpperCase(Locale.ROOT)
        + '/'
        + HOUR.format(emission.deliveredAt())
        + "/PT1H.json";
  }

  /** Our own export form, in order of arrival; a body's place is its sequence number. */
  private void arrival(Delivery delivery) throws IOException {
    var name = LabelJson.word(delivery);
    var file = new Appender(dir.resolve("arrival"));
    var sequences = new long[fleet.scenario().traffic().partitions()];
    long written = 0;
    for (var stretch : fleet.stretches(delivery)) {
      int from = 0;
      for (var body : Body.batch(stretch)) {
        int to = from + body.records();
        export(file, name, stretch.subList(from, to), sequences[body.partition()]++);
        from = to;
      }
      written += stretch.size();
      file.flush();
      progress.written("arrival/" + name, written);
    }
    progress.done("arrival/" + name, written);
  }

  private static void export(
      Appender file, String profile, List<Emission> together, long sequence) {
    int index = 0;
    for (var emission : together) {
      var source = "hub/" + emission.partition() + '/' + sequence + '#' + index++;
      file.line(
          profile + ".jsonl",
          Json.text(
              json -> {
                json.writeStartObject();
                json.writeStringField("source", source);
                json.writeStringField("enqueuedAt", emission.deliveredAt().toString());
                json.writeFieldName("record");
                json.writeRawValue(emission.record().json());
                json.writeEndObject();
              }));
    }
  }
}
