package dev.tunnelwatch.app.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What one measurement found: {@code docs/proof/<name>.json}, from which a page is made.
 *
 * @param made how it came about
 * @param seed what made its chance; a range where there were several runs
 * @param counts what was gone through
 * @param seconds it took, wall clock
 * @param results one per run, of the measurement's own form
 */
public record Proof(
    String name,
    Made made,
    String seed,
    Map<String, Long> counts,
    double seconds,
    List<JsonNode> results) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Proof {
    counts = Map.copyOf(counts);
    results = List.copyOf(results);
  }

  /** By which command, at which commit, on what. */
  public record Made(String command, String commit, String machine) {}

  public static Path file(Path directory, String name) {
    return directory.resolve("proof").resolve(name + ".json");
  }

  /**
   * Writes it below a directory of pages, a result a line, so that a change is seen line by line.
   */
  public void write(Path directory) throws IOException {
    var head = JSON.createObjectNode();
    head.put("command", made.command());
    head.put("commit", made.commit());
    head.put("seed", seed);
    head.put("machine", made.machine());
    head.set("counts", JSON.valueToTree(new TreeMap<>(counts)));
    head.put("seconds", seconds);
    var text = new StringBuilder("{\n");
    head.properties()
        .forEach(
            field -> text.append("  \"%s\": %s,%n".formatted(field.getKey(), field.getValue())));
    text.append("  \"results\": [\n");
    var lines = results.stream().map(result -> "    " + result).toList();
    text.append(String.join(",\n", lines)).append("\n  ]\n}\n");
    var file = file(directory, name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException when there is no such file, or it is of another form
   */
  public static Proof read(Path directory, String name) throws IOException {
    var file = file(directory, name);
    var json = JSON.readTree(file.toFile());
    if (!(json instanceof ObjectNode) || !json.path("results").isArray()) {
      throw new IOException(file + ": expected results of a measurement, got something else");
    }
    var counts = new TreeMap<String, Long>();
    json.path("counts")
        .properties()
        .forEach(field -> counts.put(field.getKey(), field.getValue().asLong()));
    return new Proof(
        name,
        new Made(
            json.path("command").asText(),
            json.path("commit").asText(),
            json.path("machine").asText()),
        json.path("seed").asText(),
        counts,
        json.path("seconds").asDouble(),
        new ArrayList<>(StreamSupport.stream(json.path("results").spliterator(), false).toList()));
  }
}
