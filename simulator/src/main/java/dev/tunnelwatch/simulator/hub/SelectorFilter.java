package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;

/** Reads the one form of selector that Event Hubs clients put on a receiver's source. */
final class SelectorFilter {

  static final Symbol NAME = Symbol.valueOf("apache.org:selector-filter:string");

  // amqp.annotation.x-opt-sequence-number >= '42'
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*amqp\\.annotation\\.(?<field>[a-z-]+)\\s*(?<op>>=?)\\s*'(?<value>[^']*)'\\s*");

  /** What a source's filter comes to. */
  sealed interface Outcome {
    record Start(StartPosition position) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  private SelectorFilter() {}

  /** Reads a source's filter set; an empty one means the beginning of the partition. */
  static Outcome of(Map<?, ?> filters) {
    Outcome outcome = new Outcome.Start(new StartPosition.Earliest());
    for (var filter : filters.entrySet()) {
      var stated =
          filter.getValue() instanceof DescribedType described
              ? described.getDescribed()
              : filter.getValue();
      if (!NAME.equals(filter.getKey()) || !(stated instanceof String expression)) {
        return refuse(
            Refusal.notImplemented(
                "filter: expected a string under " + NAME + ", got " + filter.getKey()));
      }
      outcome = parse(expression);
    }
    return outcome;
  }

  static Outcome parse(String expression) {
    var form = FORM.matcher(expression);
    if (!form.matches()) {
      return refuse(
          Refusal.notImplemented(
              "filter: expected amqp.annotation.NAME > 'VALUE', got " + expression));
    }
    var inclusive = form.group("op").equals(">=");
    var value = form.group("value");
    try {
      return switch (form.group("field")) {
        case "x-opt-offset" -> start(offset(value, inclusive));
        case "x-opt-sequence-number" ->
            start(new StartPosition.FromSequence(Long.parseLong(value), inclusive));
        case "x-opt-enqueued-time" ->
            start(
                new StartPosition.FromTime(Instant.ofEpochMilli(Long.parseLong(value)), inclusive));
        default -> refuse(Refusal.notImplemented("filter: unknown annotation in " + expression));
      };
    } catch (NumberFormatException e) {
      return refuse(Refusal.badArgument("filter: expected a number, got '" + value + "'"));
    }
  }

  private static StartPosition offset(String value, boolean inclusive) {
    return switch (value) {
      case "-1" -> new StartPosition.Earliest();
      case "@latest" -> new StartPosition.Latest();
      default -> new StartPosition.FromOffset(Long.parseLong(value), inclusive);
    };
  }

  private static Outcome start(StartPosition position) {
    return new Outcome.Start(position);
  }

  private static Outcome refuse(Refusal refusal) {
    return new Outcome.Refused(refusal);
  }
}
