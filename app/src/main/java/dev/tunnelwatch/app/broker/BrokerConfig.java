package dev.tunnelwatch.app.broker;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where the broker lives.
 *
 * @param directory its data and its log; made when absent, kept between runs
 * @param port on loopback; 0 for any that is free
 * @param lib the folder with Kafka's jars, which are on no class path of ours
 * @param options of its JVM, beside its own
 * @param settings of Kafka, before ours
 * @param patience how long a start may take that says nothing in its log
 */
public record BrokerConfig(
    Path directory,
    int port,
    Path lib,
    List<String> options,
    Map<String, String> settings,
    Duration patience) {

  /** Names the folder of Kafka's jars where it does not stand beside ours. */
  public static final String LIB_PROPERTY = "tunnelwatch.broker.lib";

  /** Names more options of the broker's JVM, with blanks between them. */
  public static final String OPTIONS_PROPERTY = "tunnelwatch.broker.options";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  public BrokerConfig {
    options = List.copyOf(options);
    settings = Map.copyOf(settings);
  }

  /**
   * The usual: jars from {@value #LIB_PROPERTY}, else from where the build puts them, and options
   * from {@value #OPTIONS_PROPERTY}.
   */
  public static BrokerConfig in(Path directory, int port) {
    var options = System.getProperty(OPTIONS_PROPERTY, "").strip();
    return new BrokerConfig(
        directory.toAbsolutePath().normalize(),
        port,
        kafkaJars(),
        options.isEmpty() ? List.of() : List.of(options.split(" +", -1)),
        Map.of(),
        PATIENCE);
  }

  /** The same with other settings of Kafka. */
  public BrokerConfig with(Map<String, String> others) {
    return new BrokerConfig(directory, port, lib, options, others, patience);
  }

  /** The folder or jar this class came from: the child needs it for {@link BrokerMain}. */
  static Path home() {
    try {
      return Path.of(
          BrokerConfig.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new BrokerException("the embedded Kafka cannot tell where its classes are", e);
    }
  }

  /** Beside {@code target/classes} and {@code target/*.jar} of app stands {@code broker/}. */
  private static Path kafkaJars() {
    var named = System.getProperty(LIB_PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    for (var at = home().getParent(); at != null; at = at.getParent()) {
      for (var candidate : new String[] {"broker/lib", "broker/target/lib"}) {
        if (Files.isDirectory(at.resolve(candidate))) {
          return at.resolve(candidate);
        }
      }
    }
    throw new BrokerException(
        "the embedded Kafka has no jars: expected a folder broker/target/lib beside the build's"
            + " target, or -D"
            + LIB_PROPERTY
            + "=DIR; found neither");
  }
}
