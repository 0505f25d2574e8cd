package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Deaths;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that sends alerts until it is killed, or until it has made a step as often as it was
 * told.
 *
 * <p>Arguments: Kafka's servers, the instance id, an Alertmanager, a webhook, the file with its
 * key, the step at whose first passing it dies (or nothing). On standard input it is told {@code
 * arm STEP TIMES MILLIS}, see {@link Deaths#arm}; {@code leave}: to leave in order. It halts when
 * standard input ends, hence with its parent. On standard output it says {@code ready} when it has
 * caught up.
 */
final class MortalAlerts {
  private MortalAlerts() {}

  public static void main(String[] args) throws Exception {
    var deaths = new Deaths();
    deaths.arm("arm %s 1 0".formatted(args[5]));
    var config =
        new AlertsConfig(
            Map.of("bootstrap.servers", args[0]),
            Topics.DEFAULT,
            args[1],
            new Receivers(
                List.of(URI.create(args[2])),
                List.of(URI.create(args[3])),
                Optional.of(WebhookKey.read(Path.of(args[4]))),
                Optional.empty()),
            Optional.empty(),
            Links.NONE);
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Steps steps =
        step -> {
          if (step == Step.CAUGHT_UP) {
            System.out.println("ready");
          }
          deaths.passed(step);
        };
    var clock = InstantSource.system();
    var alerts = Alerts.start(config, clock, clock, new SimpleMeterRegistry(), steps);
    for (var line = input.readLine(); !"leave".equals(line); line = input.readLine()) {
      if (line == null) {
        Runtime.getRuntime().halt(3);
        return;
      }
      deaths.arm(line);
    }
    alerts.close();
    Runtime.getRuntime().exit(0);
  }
}
