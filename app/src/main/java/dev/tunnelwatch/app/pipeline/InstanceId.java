package dev.tunnelwatch.app.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What tells this process from others of its roles, the same after a restart: kept in its data
 * directory. Never the host's name, which two containers may share and a restart may change.
 */
final class InstanceId {

  private InstanceId() {}

  static String in(Path dataDirectory) throws IOException {
    var file = dataDirectory.resolve("instance-id");
    Files.createDirectories(dataDirectory);
    if (!Files.exists(file)) {
      Files.writeString(file, UUID.randomUUID() + "\n");
    }
    return Files.readString(file).strip();
  }
}
