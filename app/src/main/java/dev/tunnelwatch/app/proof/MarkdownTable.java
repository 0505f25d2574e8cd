package dev.tunnelwatch.app.proof;

import java.util.ArrayList;
import java.util.List;

/** A table of a page, cell by cell. */
public final class MarkdownTable {

  private final List<List<String>> rows = new ArrayList<>();

  private MarkdownTable() {}

  public static MarkdownTable of(String... headings) {
    var table = new MarkdownTable();
    table.rows.add(List.of(headings));
    return table;
  }

  public MarkdownTable row(String... cells) {
    return row(List.of(cells));
  }

  /** As many cells as there are headings. */
  public MarkdownTable row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "cells: expected %d, got %d".formatted(rows.getFirst().size(), cells.size()));
    }
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Ends with a line feed. */
  @Override
  public String toString() {
    var text = new StringBuilder(line(rows.getFirst()));
    text.append(line(rows.getFirst().stream().map(_ -> "---").toList()));
    rows.stream().skip(1).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
