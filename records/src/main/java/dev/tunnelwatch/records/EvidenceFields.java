package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.function.Function;

/** The fields of evidence wherever it stands. */
final class EvidenceFields {

  /** What published incidents do not tell (design 6). */
  private static final String NO_DIGEST = "not published";

  private EvidenceFields() {}

  /** As people are shown it: without the digest. */
  static void write(JsonWriter json, Evidence evidence) {
    json.text("at", evidence.at())
        .maybe("enqueuedAt", evidence.enqueuedAt())
        .text("category", evidence.category().azureName())
        .text("operationName", evidence.operationName());
    writeInstance(json, evidence);
    json.text("text", evidence.text()).text("source", evidence.source());
  }

  /** Most lines of IKE name none; what was stored before it was told has none either. */
  private static void writeInstance(JsonWriter json, Evidence evidence) {
    evidence.instance().ifPresent(by -> json.text("instance", by));
  }

  static void writeWithDigest(JsonWriter json, Evidence evidence) {
    write(json, evidence);
    json.text("digest", evidence.digest());
  }

  static void writeCanonical(JsonWriter json, Evidence evidence) {
    json.text("at", evidence.at())
        .text("category", evidence.category().azureName())
        .text("operationName", evidence.operationName());
    writeInstance(json, evidence);
    json.text("text", evidence.text());
  }

  static Evidence read(JsonReader json) {
    return new Evidence(
        json.instant("at"),
        json.maybe("enqueuedAt", Instant::parse),
        json.value("category", EvidenceFields::category),
        json.text("operationName"),
        json.maybe("instance", Instance::valueOf),
        json.text("text"),
        json.text("source"),
        json.maybe("digest", Function.identity()).orElse(NO_DIGEST));
  }

  static Category category(String name) {
    return Category.named(name).orElseThrow(() -> new IllegalArgumentException("no such category"));
  }
}
