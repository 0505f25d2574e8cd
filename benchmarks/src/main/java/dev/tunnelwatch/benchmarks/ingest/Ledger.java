package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.PositionJson;
import java.util.HashMap;

/**
 * What ingest says of itself when all is over.
 *
 * @param behind hub partitions whose position is not at their last event
 * @param gaps told, of which there were none
 */
record Ledger(int behind, int gaps) {

  static Ledger of(Stage stage, Publisher publisher) {
    var positions = new HashMap<Integer, Long>();
    for (var record : Reading.all(stage.servers(), Reading.COMMITTED, Topics.DEFAULT.positions())) {
      if (record.value() != null) {
        var position = PositionJson.read(record.value());
        if (!position.source().equals(Canary.SOURCE)) {
          positions.put(Integer.parseInt(position.source().partition()), position.sequence());
        }
      }
    }
    var gaps = new HashMap<String, Integer>();
    for (var record : Reading.all(stage.servers(), Reading.COMMITTED, Topics.DEFAULT.sources())) {
      var coverage = CoverageJson.read(record.value());
      gaps.put(coverage.source().toString(), coverage.gaps().size());
    }
    int behind = 0;
    var events = publisher.events();
    for (int partition = 0; partition < events.length; partition++) {
      if (positions.getOrDefault(partition, -1L) != events[partition] - 1) {
        behind++;
      }
    }
    return new Ledger(behind, gaps.values().stream().mapToInt(Integer::intValue).sum());
  }

  boolean clean() {
    return behind == 0 && gaps == 0;
  }
}
