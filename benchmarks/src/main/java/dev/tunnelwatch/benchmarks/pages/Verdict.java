package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Whether a run proved what it was to prove, and if not, why: in its result file and on its page.
 */
public final class Verdict {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLEAN = "clean";
  private static final String FAILURES = "failures";

  private final List<String> failures = new ArrayList<>();

  /**
   * Asks for something.
   *
   * @param failure what it means that it does not hold
   */
  public Verdict require(boolean holds, String failure) {
    if (!holds) {
      failures.add(failure);
    }
    return this;
  }

  public Verdict addAll(List<String> others) {
    failures.addAll(others);
    return this;
  }

  public ObjectNode into(ObjectNode result) {
    result.put(CLEAN, failures.isEmpty());
    result.set(FAILURES, JSON.valueToTree(failures));
    return result;
  }

  /** What a run finds, or, where it breaks off, that it has failed. */
  public static JsonNode of(Callable<? extends JsonNode> run) throws InterruptedException {
    try {
      return run.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // a boundary: what broke off must not leave an older, cleaner page
      e.printStackTrace();
      var words = e.toString().lines().findFirst().orElseThrow();
      return new Verdict().require(false, "it broke off: " + words).into(JSON.createObjectNode());
    }
  }

  public static boolean clean(JsonNode result) {
    return result.path(CLEAN).asBoolean();
  }

  /** The first lines of a page about a run that failed, nothing about one that did not. */
  static String loud(JsonNode result) {
    return loud(List.of(result));
  }

  /** Likewise, of a run of several parts. */
  static String loud(List<JsonNode> results) {
    var failed = results.stream().filter(result -> !clean(result)).toList();
    if (failed.isEmpty()) {
      return "";
    }
    var why =
        failed.stream()
            .flatMap(result -> result.path(FAILURES).valueStream())
            .map(JsonNode::asText)
            .toList();
    var words =
        why.isEmpty() ? "its result file does not say that it is clean" : String.join("; ", why);
    return "**This run FAILED: %s.** What follows is what it left, and proves nothing.%n%n"
        .formatted(words.replace('\n', ' '));
  }
}
