package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Incident;
import java.nio.charset.StandardCharsets;

/** The published incident: the flat JSON of design section 6, schema 1, on one line. */
public final class IncidentJson {

  private IncidentJson() {}

  public static String write(Incident incident) {
    return JsonWriter.text(json -> IncidentFields.write(json, incident, EvidenceFields::write));
  }

  /**
   * Reads what {@link #write} wrote. The digests of its evidence are not published and stay
   * unknown.
   *
   * @throws MalformedJsonException when it is not of that form
   */
  public static Incident read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Likewise. */
  public static Incident read(byte[] json) {
    return JsonReader.read(json, IncidentFields::read);
  }

  /**
   * The revision alone, though another version may have written the rest in words of its own.
   *
   * @throws MalformedJsonException when not even that is of its form
   */
  public static int revision(String json) {
    return JsonReader.readAny(
        json.getBytes(StandardCharsets.UTF_8), reader -> reader.smallNumber("revision"));
  }

  /** The form in which the laws compare incidents (rule 2); one way only. */
  public static String canonical(Incident incident) {
    return JsonWriter.text(json -> IncidentFields.writeCanonical(json, incident));
  }
}
