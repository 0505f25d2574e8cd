package dev.tunnelwatch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Under which Kafka Streams writes. It would make a new one whenever its state directory is empty,
 * and then nobody ends what the last life left open: all wait for the transaction's time-out. So an
 * instance without one has that of its name, whatever became of its state.
 *
 * <p>Source of the file and its form: {@code
 * org.apache.kafka.streams.processor.internals.StateDirectory} of Kafka 4.3. Where a later version
 * does not heed it, the time-out is back, and nothing else.
 */
final class ProcessId {
  private static final String FILE = "kafka-streams-process-metadata";
  private static final Pattern FORM = Pattern.compile("\"processId\":\"([^\"]+)\"");

  private static final Logger LOG = LoggerFactory.getLogger(ProcessId.class);

  private ProcessId() {}

  /** What stands in the state directory, else what {@link #keep} would write there. */
  static String of(CorrelatorConfig config) {
    return written(config).orElseGet(() -> named(config).toString());
  }

  /** To be called before Kafka Streams looks. */
  static void keep(CorrelatorConfig config) {
    if (written(config).isEmpty()) {
      var file = file(config);
      var half = file.resolveSibling(FILE + ".new");
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(half, "{\"processId\":\"" + named(config) + "\"}");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) { // a boundary: Kafka Streams is about to fail there, and says it
        LOG.atWarn().addKeyValue("file", file).setCause(e).log("process id not written");
      }
    }
  }

  private static UUID named(CorrelatorConfig config) {
    return UUID.nameUUIDFromBytes(
        (config.applicationId() + '\n' + config.instanceId()).getBytes(UTF_8));
  }

  private static Optional<String> written(CorrelatorConfig config) {
    var file = file(config);
    try {
      var said = FORM.matcher(Files.exists(file) ? Files.readString(file) : "");
      return said.find() ? Optional.of(said.group(1)) : Optional.empty();
    } catch (IOException e) { // a boundary: likewise
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("process id not read");
      return Optional.empty();
    }
  }

  private static Path file(CorrelatorConfig config) {
    return config.stateDirectory().resolve(config.applicationId()).resolve(FILE);
  }
}
