package dev.tunnelwatch.records;

import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Values of the topic of alerts sent. */
public final class SentAlertJson {

  private SentAlertJson() {}

  public static byte[] write(SentAlert value) {
    return JsonWriter.bytes(
        json ->
            json.number("schema", 1)
                .object(
                    "labels",
                    labels ->
                        labels
                            .text("pageKey", value.labels().pageKey())
                            .text("gateway", value.labels().gateway())
                            .text("site", value.labels().site())
                            .text("scope", value.labels().scope()))
                .text("incident", value.incident())
                .word("tier", value.tier())
                .word("status", value.status())
                .number("revision", value.revision())
                .text("pagedAt", value.pagedAt())
                .texts("acknowledgedBy", new TreeSet<>(value.takers().ofThis()))
                .texts("begunBy", new TreeSet<>(value.takers().ofBeginning()))
                .texts("heardBy", new TreeSet<>(value.takers().ofAny()))
                .texts("handedTo", new TreeSet<>(value.takers().handed()))
                .maybe("words", value.words()));
  }

  /**
   * Reads what {@link #write} wrote. An older version kept no words: they are told once more.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static SentAlert read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new SentAlert(
                in.object(
                    "labels",
                    labels ->
                        new SentAlert.Labels(
                            labels.text("pageKey"),
                            labels.text("gateway"),
                            labels.text("site"),
                            labels.text("scope"))),
                in.text("incident"),
                in.word("tier", Tier.class),
                in.word("status", SentAlert.Status.class),
                in.smallNumber("revision"),
                in.instant("pagedAt"),
                takers(in),
                in.maybe("words", Function.identity())));
  }

  /** An older version kept only the first list: whoever took the last thing heard it all. */
  private static SentAlert.Takers takers(JsonReader in) {
    var ofThis = in.texts("acknowledgedBy", Function.identity());
    var ofBeginning = in.maybeTexts("begunBy", Function.identity()).orElse(ofThis);
    var ofAny = in.maybeTexts("heardBy", Function.identity()).orElse(ofThis);
    var handed = in.maybeTexts("handedTo", Function.identity()).orElse(ofAny);
    return new SentAlert.Takers(
        Set.copyOf(ofThis), Set.copyOf(ofBeginning), Set.copyOf(ofAny), Set.copyOf(handed));
  }
}
