package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.PublishedIncident;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A published incident in the store: due time or nothing, a blank, time of publication, a line
 * feed, the incident's JSON.
 */
final class PublishedForm {

  private PublishedForm() {}

  static byte[] bytes(PublishedIncident published) {
    var head = published.pageDue().map(Instant::toString).orElse("") + ' ' + published.at() + '\n';
    return (head + IncidentJson.write(published.incident())).getBytes(StandardCharsets.UTF_8);
  }

  /** Fails in one of many ways where another version wrote it, or nobody of ours. */
  static PublishedIncident read(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int blank = text.indexOf(' ');
    int end = text.indexOf('\n');
    var due = text.substring(0, blank);
    return new PublishedIncident(
        IncidentJson.read(json(text)),
        due.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(due)),
        Instant.parse(text.substring(blank + 1, end)));
  }

  /** Of one that cannot be read; empty where it does not even tell that. */
  static OptionalInt revision(byte[] bytes) {
    try {
      return OptionalInt.of(IncidentJson.revision(json(new String(bytes, StandardCharsets.UTF_8))));
    } catch (MalformedJsonException e) {
      return OptionalInt.empty();
    }
  }

  private static String json(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }
}
