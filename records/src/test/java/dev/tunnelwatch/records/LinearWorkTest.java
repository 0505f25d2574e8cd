package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Twice the input is twice the work: bytes and characters looked at are counted, not time. */
class LinearWorkTest {

  private static final int LENGTH = 100_000;

  /** Hostile to a search for whole records, between two of which it stands. */
  static final List<String> BODIES =
      List.of(
          "{\"records\":[]\n",
          "[1\n",
          "{\"a\":\"\n",
          "{\"a\":[{\"",
          "},{\"",
          "[{\"time\":",
          "{",
          "[",
          "\"",
          "\n",
          " ",
          "{\"a\":1,\n",
          "{\"a\":1,}\n",
          "{\"a\":",
          "[{\"\":",
          "{},",
          ",{\"time\":\"x\"",
          "{\"time\":'x'},",
          "}",
          "]",
          "\\",
          "'",
          "x",
          "null,",
          "{\"k\":[\n",
          "[\n{\n",
          "\u00e9{",
          "{\"records\":[{\"records\":[");

  @ParameterizedTest
  @FieldSource("BODIES")
  void aBodyIsSplitInLinearWork(String part) {
    long once = work(part, LENGTH);
    long twice = work(part, 2 * LENGTH);

    assertThat(once).isLessThan(20L * LENGTH);
    assertThat(twice).isLessThan(5 * once / 2 + LENGTH);
  }

  private static long work(String part, int length) {
    var split =
        new BodySplit(
            bytes(
                "{\"records\":["
                    + BadCase.A
                    + ","
                    + part.repeat(length / part.length())
                    + "\n"
                    + BadCase.B),
            new GatewayIds());
    assertThat(split.elements()).isNotEmpty();
    return split.bytesLookedAt();
  }

  @Test
  void everyPatternLooksAtATextInLinearWork() throws Exception {
    var patterns = patterns();
    assertThat(patterns).hasSizeGreaterThan(10);
    for (var pattern : patterns) {
      for (var part : HostileTextTest.PARTS) {
        for (var before : List.of("", "user=a", "Remote a", "[ConnType]", "/subscriptions/")) {
          long once = work(pattern, before, part, 2_000);
          long twice = work(pattern, before, part, 4_000);

          assertThat(twice)
              .as("characters looked at by %s in many '%s' behind '%s'", pattern, part, before)
              .isLessThan(5 * once / 2 + 4_000)
              .isLessThan(1_000 * 4_000);
        }
      }
    }
  }

  private static long work(Pattern pattern, String before, String part, int length) {
    var text = new CountedText(before + part.repeat(length / part.length()) + "!");
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      assertThat(matcher.end()).isPositive();
    }
    return text.looks;
  }

  private static final class CountedText implements CharSequence {
    private final String text;
    private long looks;

    CountedText(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return text.subSequence(from, to);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** All that stand in a static field of a class of ours. */
  private static List<Pattern> patterns() throws Exception {
    var found = new ArrayList<Pattern>();
    for (var type : classes()) {
      for (var field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && (field.getType() == Pattern.class || field.getType() == Sought.class)) {
          field.setAccessible(true);
          found.add(
              field.get(null) instanceof Sought sought
                  ? sought.pattern()
                  : (Pattern) field.get(null));
        }
      }
    }
    return found;
  }

  private static List<Class<?>> classes() throws IOException, URISyntaxException {
    var root =
        Path.of(RecordReader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var types = new ArrayList<Class<?>>();
    try (var files = Files.list(root.resolve("dev/tunnelwatch/records"))) {
      for (var file : (Iterable<Path>) files.sorted()::iterator) {
        var name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.startsWith("package-info")) {
          types.add(type("dev.tunnelwatch.records." + name.substring(0, name.length() - 6)));
        }
      }
    }
    return types;
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
