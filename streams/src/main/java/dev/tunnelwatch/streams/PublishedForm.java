package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.PublishedIncident;
import dev.tunnelwatch.records.IncidentJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

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

  static PublishedIncident read(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int blank = text.indexOf(' ');
    int end = text.indexOf('\n');
    var due = text.substring(0, blank);
    return new PublishedIncident(
        IncidentJson.read(text.substring(end + 1)),
        due.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(due)),
        Instant.parse(text.substring(blank + 1, end)));
  }
}
