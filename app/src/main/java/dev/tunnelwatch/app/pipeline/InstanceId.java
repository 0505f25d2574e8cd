package dev.tunnelwatch.app.pipeline;

import dev.tunnelwatch.app.config.AppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What tells this process from others of its roles, the same after a restart: what it was told, or
 * else what is kept in its data directory. Never the host's name by itself, which two containers
 * may share and a restart may change.
 */
final class InstanceId {

  private InstanceId() {}

  /** Nothing is kept of what it was told. */
  static String of(AppConfig.Identity identity) throws IOException {
    return identity.instanceId().isPresent()
        ? identity.instanceId().get()
        : in(identity.dataDirectory());
  }

  private static String in(Path dataDirectory) throws IOException {
    var file = dataDirectory.resolve("instance-id");
    Files.createDirectories(dataDirectory);
    if (!Files.exists(file)) {
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return Files.readString(file).strip();
  }
}
