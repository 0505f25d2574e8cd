package dev.tunnelwatch.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.model.Tier;
import dev.tunnelwatch.model.testing.Incidents;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {

  @Test
  void noLineIsWiderThanATerminalAndNoWordIsLost() {
    var text = "found    12345678  " + "paris tokyo ".repeat(40).strip();

    var shown = said(text);

    assertThat(shown.lines()).hasSizeGreaterThan(4).allMatch(line -> line.length() <= 110);
    assertThat(shown.replaceAll("\\s+", " ").strip()).isEqualTo(text.replaceAll("\\s+", " "));
  }

  @Test
  void addressStaysWhole() {
    var address = "/a".repeat(100);

    assertThat(said("  data and logs in " + address).lines())
        .containsExactly("  data and logs in", "  " + address);
    assertThat(said(address)).isEqualTo(address + "\n");
  }

  /** As a person has to name it to `operator`. */
  @Test
  void whatIsFoundAndWhatPagesHaveTheWholeId() {
    var paris = Incidents.parisUnreachable();
    var labels = new SentAlert.Labels(paris.id(), "gw-weu", "paris", "peer");
    var page =
        new Send(paris.span().startedAt(), labels, Tier.PAGE, Send.Action.PAGE, List.of(paris));
    var bytes = new ByteArrayOutputStream();
    var screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    screen.revision(Optional.empty(), paris);
    screen.sent(page);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .anyMatch(line -> line.startsWith("found    " + paris.id() + "  "))
        .anyMatch(line -> line.startsWith("page     "))
        .endsWith("    incident: " + paris.id());
  }

  private static String said(String text) {
    var bytes = new ByteArrayOutputStream();
    new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8)).say(text);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
