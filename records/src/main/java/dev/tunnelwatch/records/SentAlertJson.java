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
                .texts("acknowledgedBy", new TreeSet<>(value.acknowledgedBy())));
  }

  /**
   * Reads what {@link #write} wrote.
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
                Set.copyOf(in.texts("acknowledgedBy", Function.identity()))));
  }
}
