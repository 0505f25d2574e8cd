package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.model.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Makes the broker refuse every reject, so that whoever writes one has to abort. */
final class Refusals {
  private static final String LARGEST = "max.message.bytes";

  /**
   * Below any reject with its headers, above the marker that ends a transaction: where that one is
   * refused the transaction stays open for ever.
   */
  private static final String SMALL = "200";

  private final Stage stage;
  private boolean on;

  Refusals(Stage stage) {
    this.stage = stage;
  }

  void begin() throws Exception {
    alter(new AlterConfigOp(new ConfigEntry(LARGEST, SMALL), AlterConfigOp.OpType.SET));
    on = true;
  }

  void end() throws Exception {
    if (on) {
      alter(new AlterConfigOp(new ConfigEntry(LARGEST, ""), AlterConfigOp.OpType.DELETE));
      on = false;
    }
  }

  private void alter(AlterConfigOp op) throws Exception {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFAULT.rejects());
    try (var admin = Admin.create(Map.of("bootstrap.servers", stage.servers()))) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(op))).all().get(20, TimeUnit.SECONDS);
    }
  }
}
