package dev.tunnelwatch.records;

import dev.tunnelwatch.model.OperatorAction;
import dev.tunnelwatch.model.OperatorAction.Deed;

/** Values of the operator topic; {@code deed} is the word of the command line. */
public final class OperatorJson {

  private OperatorJson() {}

  public static byte[] write(OperatorAction value) {
    return JsonWriter.bytes(
        json -> {
          json.number("schema", 1)
              .text("incident", value.incident())
              .text("who", value.who())
              .text("at", value.at());
          switch (value.deed()) {
            case Deed.Acknowledge _ -> json.text("deed", "acknowledge");
            case Deed.Close _ -> json.text("deed", "close");
            case Deed.ExpectUntil(var until) ->
                json.text("deed", "expect-until").text("until", until);
            case Deed.Note(var text) -> json.text("deed", "note").text("text", text);
          }
        });
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
                in.text("incident"), in.text("who"), in.instant("at"), readDeed(in)));
  }

  private static Deed readDeed(JsonReader json) {
    return switch (json.text("deed")) {
      case "acknowledge" -> new Deed.Acknowledge();
      case "close" -> new Deed.Close();
      case "expect-until" -> new Deed.ExpectUntil(json.instant("until"));
      case "note" -> new Deed.Note(json.text("text"));
      default -> throw new MalformedJsonException("deed: expected a known deed, got another");
    };
  }
}
