package dev.tunnelwatch.records;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;
import dev.tunnelwatch.model.OperatorAction.Seen;
import dev.tunnelwatch.model.Severity;

/** Values of the operator topic; {@code deed} is the word of the command line. */
public final class OperatorJson {

  private OperatorJson() {}

  /**
   * What somebody asks to be written: who it is, and what they say.
   *
   * <p>Bounds are the {@link OperatorAction}'s affair, which is to be made of it.
   */
  public record Request(String who, Deed deed) {}

  public static byte[] write(OperatorAction value) {
    return JsonWriter.bytes(
        json -> {
          json.number("schema", 1)
              .text("incident", value.incident())
              .text("who", value.who())
              .text("at", value.at())
              .object("seen", seen -> write(seen, value.seen()))
              .text("deed", value.deed().word());
          switch (value.deed()) {
            case Deed.Acknowledge _, Deed.Close _ -> {
              // the word says it all
            }
            case Deed.ExpectUntil(var until) -> json.text("until", until);
            case Deed.Note(var text) -> json.text("text", text);
          }
        });
  }

  private static void write(JsonWriter json, Seen seen) {
    json.number("revision", seen.revision())
        .word("severity", seen.severity())
        .list(
            "lost",
            seen.lost(),
            (out, lost) ->
                out.text("gateway", lost.gateway())
                    .text("site", lost.site())
                    .text("from", lost.from()));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static OperatorAction read(byte[] json) {
    return JsonReader.read(
        json,
        in ->
            new OperatorAction(
                in.text("incident"),
                in.text("who"),
                in.instant("at"),
                in.object("seen", OperatorJson::readSeen),
                readDeed(in)));
  }

  /**
   * Reads {@code {"who":…,"deed":…}}, with {@code until} or {@code text} where the deed has one.
   *
   * @throws MalformedJsonException when it is not of that form; the message says what is missing
   */
  public static Request readRequest(byte[] json) {
    return JsonReader.readAny(json, in -> new Request(in.text("who"), readDeed(in)));
  }

  private static Seen readSeen(JsonReader json) {
    return new Seen(
        json.smallNumber("revision"),
        json.word("severity", Severity.class),
        json.list(
            "lost",
            lost ->
                new Seen.Lost(
                    lost.value("gateway", GatewayId::new),
                    lost.text("site"),
                    lost.instant("from"))));
  }

  private static Deed readDeed(JsonReader json) {
    return switch (json.text("deed")) {
      case "acknowledge" -> new Deed.Acknowledge();
      case "close" -> new Deed.Close();
      case "expect-until" -> new Deed.ExpectUntil(json.instant("until"));
      case "note" -> new Deed.Note(json.text("text"));
      default ->
          throw new MalformedJsonException(
              "deed: expected acknowledge, close, expect-until or note, got another text");
    };
  }
}
