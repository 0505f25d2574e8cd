package dev.tunnelwatch.app.check;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.BrokerException;
import dev.tunnelwatch.app.config.AppConfig;
import dev.tunnelwatch.app.config.Role;
import dev.tunnelwatch.app.pipeline.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code run} needs of the machine it starts on. */
final class MachineCheck implements Check {
  private final AppConfig config;

  MachineCheck(AppConfig config) {
    this.config = config;
  }

  @Override
  public String subject() {
    return "this machine";
  }

  @Override
  public void run(Steps steps) throws InterruptedException {
    steps.look("data directory", this::dataDirectory, verdict -> verdict);
    steps.look("web address", this::webAddress, verdict -> verdict);
    if (config.kafka().bootstrapServers().isEmpty()) {
      steps.tell("kafka", ownKafka());
    }
    // Another process may publish one; whoever correlates is the one that misses it.
    if (config.roles().contains(Role.STREAMS) && config.inventory().isEmpty()) {
      steps.tell(
          "inventory",
          Verdict.note(
              "none here: unless another process publishes one, which tunnels there should be,"
                  + " the names of sites and what redundancy is left are guessed from the logs",
              "configure inventory.directory with an export (docs/inventory.md)"));
    }
    if (config.roles().contains(Role.ALERTS) && !config.alerting().wakesSomebody()) {
      steps.tell(
          "alerts",
          Verdict.note(
              "pages go to standard output alone",
              "configure alerts.alertmanagers or alerts.webhook to wake someone"));
    }
    if (config.roles().contains(Role.ALERTS)
        && config.alerting().wakesSomebody()
        && config.alerting().heartbeats().addresses().isEmpty()) {
      steps.tell(
          "heartbeat",
          Verdict.note(
              "nobody outside learns of it when all of Tunnelwatch stops",
              "configure alerts.heartbeat with a dead-man's switch"));
    }
  }

  /** The nearest that exists must take files; nothing is made here. */
  private Verdict dataDirectory() throws IOException {
    if (DataDirectory.isInUse(config.identity().dataDirectory())) {
      return Verdict.wrong(
          "\"" + config.identity().dataDirectory() + "\" is in use by another Tunnelwatch",
          "end that one, or name another data-directory");
    }
    Path at = config.identity().dataDirectory().toAbsolutePath().normalize();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return Files.isDirectory(at) && Files.isWritable(at)
        ? Verdict.ok("\"" + config.identity().dataDirectory() + "\" can be written")
        : Verdict.wrong(
            "\"" + at + "\" is no directory that can be written",
            "correct data-directory, or let this user write there");
  }

  private Verdict webAddress() throws IOException {
    var web = config.web();
    var address = InetAddress.getByName(web.host());
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, web.port()));
      return Verdict.ok(
          web.port() == 0
              ? web.host() + ", any port that is free"
              : web.host() + ':' + web.port() + " is free");
    } catch (IOException e) {
      return Verdict.wrong(
          web.host() + ':' + web.port() + " cannot be listened on (" + e.getMessage() + ')',
          "stop what listens there (a Tunnelwatch that runs already?) or choose another web.port");
    }
  }

  /** Starting it is left to {@code run}. */
  private Verdict ownKafka() {
    try {
      var broker =
          BrokerConfig.in(
              config.identity().dataDirectory().resolve("kafka"), config.kafka().port());
      return Verdict.note(
          "run starts one of its own, data in " + broker.directory(),
          "good for a trial; for more set kafka.bootstrap-servers");
    } catch (BrokerException e) {
      return Verdict.wrong(String.valueOf(e.getMessage()), "build the project anew");
    }
  }
}
