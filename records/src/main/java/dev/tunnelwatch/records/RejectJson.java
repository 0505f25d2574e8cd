package dev.tunnelwatch.records;

/** One line of {@code replay --rejects}, in the form of design section 9. */
public final class RejectJson {

  private RejectJson() {}

  public static byte[] write(RejectLine value) {
    return JsonWriter.bytes(
        json ->
            json.word("reason", value.reason())
                .text("source", value.source())
                .text("text", value.text()));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static RejectLine read(byte[] json) {
    return JsonReader.readAny(
        json,
        in ->
            new RejectLine(
                in.word("reason", RejectReason.class), in.text("source"), in.text("text")));
  }
}
