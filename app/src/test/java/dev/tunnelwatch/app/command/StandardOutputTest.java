package dev.tunnelwatch.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void whatCouldNotBeWrittenIsAFailure() {
    assertThat(ended("No space left on device")).isEqualTo(Command.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "tunnelwatch: standard output could not be written, or not to its end: No space left"
                + " on device");
  }

  @Test
  void readerWhoHasEnoughEndsItQuietly() {
    assertThat(ended("Broken pipe")).isEqualTo(Command.DONE);
    assertThat(err.size()).isZero();
  }

  private int ended(String problem) {
    var output =
        new StandardOutput(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException(problem);
              }
            });
    new PrintStream(output, true, StandardCharsets.UTF_8).println("incident");
    return output.ended(Command.DONE, new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
