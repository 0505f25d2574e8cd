package dev.tunnelwatch.benchmarks.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One result file: what was measured, when, where and how. */
public final class ProofFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ProofFile() {}

  /** Writes a file, its folder with it. */
  public static void write(
      Path file, Circumstances circumstances, Map<String, Object> figures, double seconds)
      throws IOException {
    var all = new LinkedHashMap<String, Object>();
    all.put("command", circumstances.command());
    all.put("commit", circumstances.commit());
    all.put("seed", circumstances.seed());
    all.put("machine", circumstances.machine());
    all.put("load", circumstances.load());
    all.putAll(figures);
    all.put("seconds", seconds);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, JSON.writeValueAsString(all) + "\n");
  }
}
