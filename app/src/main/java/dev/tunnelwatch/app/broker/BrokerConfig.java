package dev.tunnelwatch.app.broker;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the broker lives.
 *
 * @param directory its data and its log; made when absent, kept between runs
 * @param port on loopback; 0 for any that is free
 * @param lib the folder with Kafka's jars, which are on no class path of ours
 * @param patience how long a start may take
 */
public record BrokerConfig(Path directory, int port, Path lib, Duration patience) {

  /** Names the folder of Kafka's jars where it does not stand beside ours. */
  public static final String LIB_PROPERTY = "tunnelwatch.broker.lib";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The usual: jars from {@value #LIB_PROPERTY}, else from where the build puts them. */
  public static BrokerConfig in(Path directory, int port) {
    return new BrokerConfig(directory.toAbsolutePath().normalize(), port, kafkaJars(), PATIENCE);
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
