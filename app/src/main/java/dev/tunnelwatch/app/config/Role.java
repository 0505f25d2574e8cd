package dev.tunnelwatch.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a process does; the roles of all processes together are the pipeline. */
public enum Role {
  INGEST,
  STREAMS,
  ALERTS,
  TIMELINE,
  INVENTORY;

  /** As written in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> named(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Role::word).toList();
  }
}
