package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** What has to be looked at for the roles that are configured. */
final class Checks {
  private Checks() {}

  static List<Check> of(AppConfig config, InstantSource clock) {
    var checks = new ArrayList<Check>();
    checks.add(new MachineCheck(config));
    Future<OptionalInt> readers = CompletableFuture.completedFuture(OptionalInt.empty());
    var servers = config.kafka().bootstrapServers();
    if (servers.isPresent()) {
      var kafka = new HashMap<String, Object>(config.kafka().properties());
      kafka.put("bootstrap.servers", servers.get());
      var check = new KafkaCheck(config, kafka);
      checks.add(check);
      readers = check.readers();
    }
    if (config.roles().contains(Role.INGEST)) {
      for (var source : config.sources()) {
        checks.add(new HubCheck(source, readers, clock));
      }
    }
    if (config.roles().contains(Role.ALERTS)) {
      config.alerting().alertmanagers().forEach(base -> checks.add(new AlertmanagerCheck(base)));
      var webhook = config.alerting().webhook();
      for (var address : webhook.addresses()) {
        checks.add(new WebhookCheck(address, webhook.keyFile().isPresent()));
      }
    }
    if (config.roles().contains(Role.ALERTS)) {
      config.alerting().heartbeats().addresses().stream()
          .map(HeartbeatCheck::new)
          .forEach(checks::add);
    }
    if (config.roles().contains(Role.INVENTORY)) {
      config.inventory().ifPresent(directory -> checks.add(new InventoryCheck(directory)));
    }
    return checks;
  }
}
