package dev.tunnelwatch.app.pipeline;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.alerts.TerminalText;

/** A send for a terminal, with the id by which a person speaks of it. */
public final class SendText {

  private SendText() {}

  /** Some lines without the last line end. */
  public static String of(Send send) {
    return switch (send.action()) {
      case PAGE, NOTIFY, TELL, UPDATE, RESOLVE ->
          TerminalText.of(send) + "\n    incident: " + send.incident().id();
      case SUMMARY -> TerminalText.of(send); // of many, and all over
    };
  }
}
