package dev.tunnelwatch.app.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Locale;

/** Says one finding a line. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it is written. */
  enum Form {
    /** For eyes: a sign before each. */
    TERMINAL,
    /** For files and pipes: a word before each. */
    PLAIN,
    JSON
  }

  private final Form form;
  private final PrintStream out;
  private int wrong;

  Report(Form form, PrintStream out) {
    this.form = form;
    this.out = out;
  }

  void say(Finding finding) {
    var mark = finding.verdict().mark();
    wrong += mark == Mark.WRONG ? 1 : 0;
    out.println(
        switch (form) {
          case TERMINAL -> mark.sign() + ' ' + clean(finding.line());
          case PLAIN -> "%-7s %s".formatted(mark.word(), clean(finding.line()));
          case JSON -> json(finding);
        });
  }

  int wrong() {
    return wrong;
  }

  void conclude() {
    if (form != Form.JSON) {
      out.println(wrong == 0 ? "run would start well" : wrong + " wrong: run would stumble");
    }
  }

  /** A hub's or broker's answer is not ours: no line of its own, no control of the terminal. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String json(Finding finding) {
    var node = JSON.createObjectNode();
    node.put("subject", finding.subject());
    node.put("step", finding.step());
    node.put("mark", finding.verdict().mark().word().toLowerCase(Locale.ROOT));
    node.put("found", finding.verdict().words());
    node.put("do", finding.verdict().advice());
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written", e);
    }
  }
}
