package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.alerts.TerminalText;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the watcher of a demo reads. Used by several threads. */
final class Screen {
  private final PrintStream out;
  private final long started = System.nanoTime();
  private final Map<String, Cause> told = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  Screen(PrintStream out) {
    this.out = out;
  }

  synchronized void say(String line) {
    out.println(Lines.fit(line));
  }

  /** A step of the start, with how long it has all taken by now. */
  synchronized void step(String what) {
    out.printf(Locale.ROOT, "  %5.1f s  %s%n", (System.nanoTime() - started) / 1e9, what);
  }

  /** Says of a revision what a reader wants to know: that it is new, its cause, its state. */
  synchronized void revision(Optional<Incident> before, Incident now) {
    if (now.lineage().mergedInto().isPresent()) {
      change("merged", now, "into " + now.lineage().mergedInto().get());
    } else if (before.isEmpty()) {
      change("found", now, cause(now) + ": " + now.wording().title());
    } else if (before.get().judgement().cause() != now.judgement().cause()) {
      change("cause", now, cause(before.get()) + " -> " + cause(now));
    } else if (before.get().state() != now.state()
        && now.state() == IncidentState.RECOVERED
        && !said.contains(now.id())) {
      change("over", now, cause(now) + ": " + now.wording().title());
    }
  }

  private void change(String what, Incident incident, String text) {
    say("%-8s %s  %s".formatted(what, incident.id(), inert(text)));
  }

  /** An update is worth reading when what was said before is no longer the cause. */
  synchronized void sent(Send send) {
    var cause = send.incident().judgement().cause();
    var before = told.put(send.labels().pageKey(), cause);
    send.incidents().forEach(incident -> said.add(incident.id()));
    if (send.action() != Send.Action.UPDATE || (before != null && before != cause)) {
      say(TerminalText.of(send));
    }
  }

  private static String cause(Incident incident) {
    return incident.judgement().cause().word();
  }

  private static String inert(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
