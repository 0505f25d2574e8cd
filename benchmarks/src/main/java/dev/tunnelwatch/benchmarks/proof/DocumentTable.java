package dev.tunnelwatch.benchmarks.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a document's tables from result files (design 8.8). A table stands between {@code <!--
 * proof NAME -->} and {@code <!-- end -->}, and holds the figures of {@code proof/NAME.json} beside
 * it.
 */
public final class DocumentTable {

  private static final Pattern TABLE =
      Pattern.compile("(<!-- proof ([a-z0-9-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

  private DocumentTable() {}

  /** Writes the tables of the documents that are named, as their result files have them. */
  public static void main(String[] documents) throws IOException {
    for (var document : documents) {
      var file = Path.of(document);
      Files.writeString(file, filled(file));
    }
  }

  /** The document's text, its tables made anew. */
  public static String filled(Path document) throws IOException {
    var proofs = document.toAbsolutePath().resolveSibling("proof");
    var text = new StringBuilder();
    var table = TABLE.matcher(Files.readString(document));
    while (table.find()) {
      var result = new ObjectMapper().readTree(proofs.resolve(table.group(2) + ".json").toFile());
      table.appendReplacement(
          text, Matcher.quoteReplacement(table.group(1) + rows(result) + table.group(3)));
    }
    return table.appendTail(text).toString();
  }

  private static String rows(JsonNode result) {
    var rows = new StringBuilder("| figure | value |\n| --- | --- |\n");
    result
        .properties()
        .forEach(
            figure ->
                rows.append("| ")
                    .append(words(figure.getKey()))
                    .append(" | ")
                    .append(value(figure.getKey(), figure.getValue()))
                    .append(" |\n"));
    return rows.toString();
  }

  /** {@code readTreeSeconds} as {@code read tree seconds}. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static String value(String name, JsonNode value) {
    if (value.isArray()) {
      var all = new StringBuilder();
      value.forEach(item -> all.append(all.isEmpty() ? "" : ", ").append(value(name, item)));
      return all.toString();
    }
    if (value.isIntegralNumber() && !name.equals("seed")) {
      return String.format(Locale.ROOT, "%,d", value.asLong());
    }
    return name.equals("command") || name.equals("commit")
        ? '`' + value.asText() + '`'
        : value.asText();
  }
}
