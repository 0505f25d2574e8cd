package dev.tunnelwatch.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Flattens the YAML file and lays the environment over it. */
final class SettingsReader {

  /** Before every variable: {@code TUNNELWATCH_WEB_PORT} is {@code web.port}. */
  static final String PREFIX = "TUNNELWATCH_";

  /** What the launcher is told by variables of the same beginning. */
  private static final List<String> OTHERS =
      List.of("TUNNELWATCH_JAVA", "TUNNELWATCH_JAVA_OPTS", "TUNNELWATCH_BUILD");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private SettingsReader() {}

  static Settings read(Path file, Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    var empty = new HashSet<String>();
    flatten("", tree(file), values, empty);
    overlay(values, environment);
    return new Settings(values, empty);
  }

  private static JsonNode tree(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(
          file.toString(), List.of("the file: expected a file, got a directory"));
    }
    try {
      var tree = YAML.readTree(Files.readAllBytes(file));
      if (tree.isMissingNode() || tree.isNull() || tree.isObject()) {
        return tree;
      }
      throw new ConfigException(
          file.toString(), List.of("the file: expected keys and values, got " + kind(tree)));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          file.toString(), List.of("the file: expected YAML, got " + YamlMistake.of(e)));
    } catch (IOException e) {
      throw new ConfigException(
          file.toAbsolutePath().toString(),
          List.of("the file: expected a readable file, got " + reason(e)));
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("NoSuchFileException", "none of that name");
  }

  private static String kind(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static void flatten(
      String key, JsonNode node, SortedMap<String, String> into, Set<String> empty) {
    if (node.isNull() || node.isMissingNode() || (node.isContainerNode() && node.isEmpty())) {
      if (!key.isEmpty()) {
        empty.add(key);
      }
    } else if (node.isObject()) {
      for (var entry : node.properties()) {
        var below = key.isEmpty() ? entry.getKey() : key + '.' + entry.getKey();
        flatten(below, entry.getValue(), into, empty);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        flatten(key + '.' + i, node.get(i), into, empty);
      }
    } else {
      into.put(key, node.asText());
    }
  }

  /**
   * Every known key has a variable, and a list's entries by number; {@code kafka.properties} is
   * written with underscores for dots.
   */
  private static void overlay(SortedMap<String, String> values, Map<String, String> environment) {
    for (var variable : new TreeMap<>(environment).entrySet()) {
      if (!variable.getKey().startsWith(PREFIX) || OTHERS.contains(variable.getKey())) {
        continue;
      }
      var key = Keys.named(variable.getKey().substring(PREFIX.length()));
      values.keySet().removeIf(existing -> existing.startsWith(key + '.'));
      values.put(key, variable.getValue());
    }
  }
}
