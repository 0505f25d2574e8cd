package dev.tunnelwatch.app.score;

import java.time.Instant;

/**
 * Something a receiver was told.
 *
 * @param key of the page; stays when the incident changes its id
 * @param action {@code page}, {@code update}, {@code notify}, {@code resolve} or {@code summary}
 */
record Sent(Instant at, String key, String tier, String action, String incident) {

  static Sent read(Fields fields) {
    var incident = fields.required("incident");
    return new Sent(
        fields.requiredInstant("at"),
        fields.text("key").orElse(incident),
        fields.word("tier").orElse("page"),
        fields.word("action").orElse("page"),
        incident);
  }

  boolean isPage() {
    return action.equals("page");
  }
}
