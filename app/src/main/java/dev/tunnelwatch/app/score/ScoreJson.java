package dev.tunnelwatch.app.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

/** A score as JSON: its records, field by field. */
public final class ScoreJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ScoreJson() {}

  /** Over several lines, for people and machines alike. */
  static String write(Score score) {
    try {
      return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(score);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing into memory cannot fail", e);
    }
  }

  /** As a part of something larger. */
  public static JsonNode tree(Score score) {
    return MAPPER.valueToTree(score);
  }

  /** What {@link #tree} gave. */
  public static Score read(JsonNode tree) {
    try {
      return MAPPER.treeToValue(tree, Score.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
